// SPDX-License-Identifier: Apache-2.0
// The `mesh` key of ConfigMap istio: istio.mesh.v1alpha1.MeshConfig as YAML
// (istio/api mesh/v1alpha1/config.proto). Only the fields that MeshSettings has.
#pragma once

#include "mesh/settings.h"

#include <string>

namespace plimsoll::mesh {

/// Overwrites what the text names; a field of the wrong type keeps its default and gives a warning that names
/// `where` and the field. A text that is no YAML gives one warning.
void readMeshYaml(const std::string& text, const std::string& where, MeshSettings& settings);

} // namespace plimsoll::mesh
