// SPDX-License-Identifier: Apache-2.0
// What the demo estate holds besides its Knative services: control planes, gateways, plain workloads, mesh
// configuration.
#pragma once

#include "cluster/demo/estate.h"

#include <set>
#include <string_view>

namespace plimsoll::cluster::demo {

void addFixedObjects(Estate& estate, const std::set<std::string>& namespaces);
void addControlPlanes(Estate& estate);  // fixed_platform.cpp
void addPlainWorkloads(Estate& estate); // fixed_workloads.cpp
void addMeshObjects(Estate& estate);    // fixed_mesh.cpp

/// Keeps the object under its own kind, namespace and name.
void keep(Estate& estate, Kind kind, json object);

/// Everything fixed was made this long ago.
[[nodiscard]] UnixSeconds fixedCreation();

/// A Deployment's pods and the Service before them, as most plain workloads have them.
struct Workload {
    std::string ns;
    std::string name;
    json labels = json::object(); // the pods'; the Service selects by them
    std::string image;
    std::string container;
    int replicas = 1;
    json containerPorts = json::array();
    json servicePorts = json::array(); // none: no Service
    bool headless = false;
    bool sidecar = false;
    bool nativeSidecar = false;
    bool gateway = false; // its container is a gateway's istio-proxy
    std::string proxyMemory = "1Gi";
    std::string serviceType = "ClusterIP";
    json env = json::array();
};
[[nodiscard]] json containerPort(std::string_view name, int number);
void addPods(Estate& estate, const Workload& workload);
void addService(Estate& estate, const Workload& workload);
void addDeployment(Estate& estate, const Workload& workload);

} // namespace plimsoll::cluster::demo
