// SPDX-License-Identifier: Apache-2.0
// What each kind keeps besides its Meta; called by decode() only. One file a group of kinds.
#pragma once

#include "cluster/fields.h"

namespace plimsoll::cluster {

// decode_core.cpp
void read(const Field& root, Namespace& out);
void read(const Field& root, Service& out);
void read(const Field& root, Pod& out);
void read(const Field& root, ConfigMap& out);
void read(const Field& root, Deployment& out);
void read(const Field& root, EndpointSlice& out);

// decode_knative.cpp
void read(const Field& root, KnativeService& out);
void read(const Field& root, Configuration& out);
void read(const Field& root, Revision& out);
void read(const Field& root, Route& out);
void read(const Field& root, ServerlessService& out);
void read(const Field& root, PodAutoscaler& out);
void read(const Field& root, KnativeIngress& out);

// decode_istio.cpp
void read(const Field& root, DestinationRule& out);
void read(const Field& root, IstioGateway& out);
void read(const Field& root, ServiceEntry& out);
void read(const Field& root, Sidecar& out);
void read(const Field& root, EnvoyFilter& out);
void read(const Field& root, WasmPlugin& out);
void read(const Field& root, PeerAuthentication& out);

// decode_virtualservice.cpp
void read(const Field& root, VirtualService& out);

// decode_gatewayapi.cpp
void read(const Field& root, Gateway& out);
void read(const Field& root, HttpRoute& out);

} // namespace plimsoll::cluster
