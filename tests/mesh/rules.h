// SPDX-License-Identifier: Apache-2.0
// What tables of rules compare: what a proxy of a written estate carries, as short text.
#pragma once

#include "mesh/estate.h"
#include "mesh/weight.h"

#include <QStringList>

namespace plimsoll::test {

inline mesh::MeshSettings settingsOf(std::string_view version) {
    mesh::MeshSettings settings;
    settings.istio = mesh::parseVersion(version);
    return settings;
}

/// Names of resources, sorted, without what every proxy has and with ".svc.cluster.local" left out.
inline QString shortened(QStringList names) {
    names.replaceInStrings(QStringLiteral(".svc.cluster.local"), QString());
    names.sort();
    return names.join(u' ');
}

struct Carried {
    QString clusters;  // outbound: "web.shop:80", subsets as "web.shop:80/v1"
    QString listeners; // without virtualInbound and virtualOutbound
    QString routes;    // "80(web.shop:80 allow_any)"
    QString hosts;     // virtual hosts of all routes
    int endpoints = 0;
    int inbound = 0; // Envoy clusters
};

inline Carried carriedBy(std::string_view pod, const cluster::Cluster& cluster,
                         const mesh::MeshSettings& settings) {
    const auto parts = split(pod, '/');
    Carried carried;
    QStringList clusters;
    QStringList listeners;
    QStringList routes;
    QStringList hosts;
    for (const auto& proxy : mesh::listResources(cluster, settings, parts.at(0), parts.at(1))) {
        for (const auto& resource : proxy.resources.clusters) {
            const auto names = QString::fromStdString(resource.name).split(u'|');
            if (names.size() == 4 && names[0] == u"outbound") {
                const auto subset = names[2].isEmpty() ? QString() : u'/' + names[2];
                clusters.push_back(names[3] + u':' + names[1] + subset);
            }
            carried.inbound += names[0] == u"inbound" ? 1 : 0;
        }
        for (const auto& resource : proxy.resources.listeners) {
            if (!resource.name.starts_with("virtual")) {
                listeners.push_back(QString::fromStdString(resource.name));
            }
        }
        for (const auto& route : proxy.resources.routes) {
            routes.push_back(QString::fromStdString(route.name));
            for (const auto& host : route.virtualHosts) {
                hosts.push_back(QString::fromStdString(host));
            }
        }
        carried.endpoints += proxy.weight.load.endpoints;
    }
    carried.clusters = shortened(clusters);
    carried.listeners = shortened(listeners);
    carried.routes = shortened(routes);
    carried.hosts = shortened(hosts);
    return carried;
}

} // namespace plimsoll::test
