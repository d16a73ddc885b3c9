// SPDX-License-Identifier: Apache-2.0
// The parts of lint(). Inner header of this room.
#pragma once

#include "mesh/lints.h"

namespace plimsoll::mesh {

void lintSidecars(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out);
void lintExports(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out);
/// Weighs the mesh twice.
void lintWeights(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out);

} // namespace plimsoll::mesh
