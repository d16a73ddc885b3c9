// SPDX-License-Identifier: Apache-2.0
#include "server/estate.h"

#include "cluster/demo/demosource.h"
#include "engine/loader.h"

#include <QEventLoop>

namespace plimsoll::test {
namespace {

using cluster::Kind;
using Json = nlohmann::json;

std::vector<Json> listed(cluster::Access& access, Kind kind) {
    QEventLoop loop;
    std::vector<Json> objects;
    access.list(kind, {}, [&](const Result<cluster::FreshList>& list) {
        for (const auto& item : list ? list->items : std::vector<std::string>()) {
            objects.push_back(Json::parse(item));
        }
        loop.quit();
    });
    loop.exec();
    return objects;
}

/// What the server itself gives out may not be asked for.
Json postable(Kind kind, Json object) {
    for (const auto* field : {"resourceVersion", "uid", "creationTimestamp", "managedFields", "generation"}) {
        object["metadata"].erase(field);
    }
    object["metadata"].erase("ownerReferences"); // of uids that this server does not have
    if (kind == Kind::Service) {
        auto& spec = object["spec"];
        if (spec.value("clusterIP", "") != "None") {
            spec.erase("clusterIP");
            spec.erase("clusterIPs");
        }
        for (auto& port : spec["ports"]) {
            port.erase("nodePort");
        }
    }
    return object;
}

std::string keyOf(const Json& object) {
    return object["metadata"].value("namespace", "") + "/" + object["metadata"].value("name", "");
}

bool hasStatusSubresource(Kind kind) {
    return kind == Kind::Pod || kind == Kind::Deployment || kind == Kind::Service || kind == Kind::Namespace;
}

void readRoutes(const std::vector<Json>& routes, std::map<std::string, Expected>& all) {
    for (const auto& route : routes) {
        const auto ns = route["metadata"].value("namespace", "");
        for (const auto* part : {"spec", "status"}) {
            for (const auto& target : route.value(part, Json::object()).value("traffic", Json::array())) {
                const auto found = all.find(ns + "/" + target.value("revisionName", ""));
                if (found == all.end()) {
                    continue;
                }
                found->second.routed = true;
                if (std::string_view(part) == "status") {
                    found->second.percent += target.value("percent", 0);
                }
                if (target.contains("tag")) {
                    found->second.tags.insert(target.value("tag", ""));
                }
            }
        }
    }
}

/// Every "serviceName", destination host or backendRef of these objects that names a revision.
void readNames(const Json& value, const std::string& ns, std::map<std::string, Expected>& all) {
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) {
            if (member.is_string() && (key == "serviceName" || key == "host" || key == "name")) {
                const auto host = member.get<std::string>();
                const auto first = host.substr(0, host.find('.'));
                if (const auto found = all.find(ns + "/" + first); found != all.end()) {
                    found->second.routed = true;
                }
            }
            readNames(member, ns, all);
        }
    } else if (value.is_array()) {
        for (const auto& item : value) {
            readNames(item, ns, all);
        }
    }
}

} // namespace

Estate Estate::ofDemo(int revisions) {
    Estate estate;
    engine::Loader loader([revisions](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::DemoSource>(revisions, false, cluster);
    });
    if (!loader.load()) {
        return estate;
    }
    for (const auto& info : cluster::allKinds()) {
        for (auto& object : listed(*loader.source().access(), info.kind)) {
            estate.m_objects[info.kind].push_back(postable(info.kind, std::move(object)));
        }
    }
    return estate;
}

Result<void> Estate::writeTo(ApiServer& server) const {
    std::vector<ApiWrite> namespaces;
    std::vector<ApiWrite> objects;
    std::vector<ApiWrite> statuses;
    const auto answer = server.connection()->ask("GET", "/apis/discovery.k8s.io/v1");
    const bool slices = answer && answer->status == 200; // Kubernetes 1.20 knows only v1beta1
    for (const auto& [kind, list] : m_objects) {
        if (kind == Kind::EndpointSlice && !slices) {
            continue;
        }
        for (const auto& object : list) {
            const auto ns = object["metadata"].value("namespace", "");
            const auto name = object["metadata"].value("name", "");
            const bool standing = kind == Kind::Namespace && (name == "default" || name.starts_with("kube-"));
            if (!standing) {
                (kind == Kind::Namespace ? namespaces : objects)
                    .push_back(creationOf(kind, ns, QByteArray::fromStdString(object.dump())));
            }
            if (hasStatusSubresource(kind) && kind != Kind::Namespace && object.contains("status")) {
                statuses.push_back(
                    statusOf(kind, ns, name, QByteArray::fromStdString(object["status"].dump())));
            }
        }
    }
    for (const auto& writes : {namespaces, objects, statuses}) {
        if (auto done = server.apply(writes); !done) {
            return done;
        }
    }
    return {};
}

std::map<std::string, Expected> Estate::expected() const {
    std::map<std::string, Expected> all;
    for (const auto& revision : of(Kind::Revision)) {
        auto& e = all[keyOf(revision)];
        e.replicas = revision.value("status", Json::object()).value("actualReplicas", 0);
        e.routingState = revision["metadata"]["labels"].value("serving.knative.dev/routingState", "");
    }
    readRoutes(of(Kind::Route), all);
    for (const auto kind : {Kind::KnativeIngress, Kind::VirtualService, Kind::HttpRoute}) {
        for (const auto& object : of(kind)) {
            readNames(object["spec"], object["metadata"].value("namespace", ""), all);
        }
    }
    for (const auto& service : of(Kind::Service)) {
        const auto labels = service["metadata"].value("labels", Json::object());
        if (labels.contains("networking.internal.knative.dev/serviceType")) {
            const auto key = service["metadata"].value("namespace", "") + "/" +
                             labels.value("networking.internal.knative.dev/serverlessservice", "");
            if (const auto found = all.find(key); found != all.end()) {
                found->second.envoyClusters += static_cast<int>(service["spec"]["ports"].size());
            }
        }
    }
    return all;
}

const std::vector<Json>& Estate::of(Kind kind) const {
    static const std::vector<Json> none;
    const auto found = m_objects.find(kind);
    return found == m_objects.end() ? none : found->second;
}

std::size_t Estate::size() const {
    std::size_t count = 0;
    for (const auto& [kind, list] : m_objects) {
        count += list.size();
    }
    return count;
}

} // namespace plimsoll::test
