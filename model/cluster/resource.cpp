// SPDX-License-Identifier: Apache-2.0
#include "cluster/resource.h"

#include "kube/client.h"

namespace plimsoll::cluster {

std::string resourcePath(const KindInfo& kind, std::string_view version, std::string_view ns,
                         std::string_view name) {
    std::string path = kind.group.empty() ? "/api/" : "/apis/" + std::string(kind.group) + "/";
    path += version;
    if (kind.namespaced && !ns.empty()) {
        path += "/namespaces/" + kube::encoded(ns);
    }
    path += "/" + std::string(kind.plural);
    if (!name.empty()) {
        path += "/" + kube::encoded(name);
    }
    return path;
}

std::string resourceName(const KindInfo& kind, std::string_view ns, std::string_view name) {
    return std::string(kind.name) + " " + (ns.empty() ? "" : std::string(ns) + "/") + std::string(name);
}

std::string collectionName(const KindInfo& kind, std::string_view ns) {
    std::string what(kind.plural);
    if (!kind.group.empty()) {
        what += "." + std::string(kind.group); // as kubectl names them: two kinds are called services
    }
    return ns.empty() ? what : what + " in namespace " + std::string(ns);
}

} // namespace plimsoll::cluster
