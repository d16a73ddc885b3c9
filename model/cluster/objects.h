// SPDX-License-Identifier: Apache-2.0
// What we remember of each object: only the fields that some rule reads. Slim values, compared with ==.
// A field that the API server's object lacks keeps its default; `std::optional` where "absent" means
// something.
#pragma once

#include "cluster/objects_gatewayapi.h"
#include "cluster/objects_istio.h"
#include "cluster/objects_knative.h"
#include "cluster/objects_kubernetes.h"
#include "cluster/objects_meta.h"

#include <variant>

namespace plimsoll::cluster {

using Object = std::variant<Namespace, Service, Pod, ConfigMap, Deployment, EndpointSlice, KnativeService,
                            Configuration, Revision, Route, ServerlessService, PodAutoscaler, KnativeIngress,
                            VirtualService, DestinationRule, IstioGateway, ServiceEntry, Sidecar, EnvoyFilter,
                            WasmPlugin, PeerAuthentication, Gateway, HttpRoute>;

[[nodiscard]] const Meta& metaOf(const Object& object);
[[nodiscard]] Kind kindOf(const Object& object);

} // namespace plimsoll::cluster
