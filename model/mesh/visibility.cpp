// SPDX-License-Identifier: Apache-2.0
#include "mesh/visibility.h"

#include "cluster/cluster.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace plimsoll::mesh {
namespace {

using Namespaces = std::set<std::string, std::less<>>;

bool olderThan(const MeshSettings& settings, Version version) {
    return settings.istio && *settings.istio < version;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(space);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// The annotation as a set of words. Spaces are trimmed since 1.24 (istio/istio PR 53367); before, " client"
/// is the name of a namespace that cannot exist.
Namespaces wordsOf(std::string_view annotation, bool trim) {
    Namespaces words;
    for (std::size_t from = 0; from <= annotation.size();) {
        const auto comma = std::min(annotation.find(',', from), annotation.size());
        const auto word = annotation.substr(from, comma - from);
        words.emplace(trim ? trimmed(word) : word);
        from = comma + 1;
    }
    return words;
}

/// pilot/pkg/model/push_context.go initServiceRegistry: "*" wins over all, "~" over all that is left, "." is
/// the own namespace, anything else a literal namespace name. The own namespace is not implied.
Reach reachOfWords(const Namespaces& words, std::string_view ownNamespace) {
    if (words.contains("*")) {
        return Reach::everyone();
    }
    if (words.contains("~")) {
        return Reach::nobody();
    }
    Namespaces namespaces;
    for (const auto& word : words) {
        if (word == ".") {
            namespaces.emplace(ownNamespace);
        } else if (!word.empty()) {
            namespaces.insert(word);
        }
    }
    return Reach::only(std::move(namespaces));
}

/// Without an annotation meshConfig.defaultServiceExportTo decides. Before 1.30.3 only its ".", "*" and "~"
/// count, in this order; a namespace's name in it reaches nobody.
Reach reachByDefault(std::string_view ownNamespace, const MeshSettings& settings) {
    const Namespaces words(settings.serviceExportTo.begin(), settings.serviceExportTo.end());
    if (words.empty()) {
        return Reach::everyone();
    }
    if (!olderThan(settings, {1, 30, 3})) {
        return reachOfWords(words, ownNamespace);
    }
    if (words.contains(".")) {
        return Reach::only({std::string(ownNamespace)});
    }
    return words.contains("*") ? Reach::everyone() : Reach::nobody();
}

template <class T>
bool anyIn(const cluster::Cluster& cluster, std::string_view ns) {
    const auto& table = cluster.all<T>();
    const auto it = table.lower_bound(cluster::KeyView{ns, {}});
    return it != table.end() && it->first.ns == ns;
}

template <class... T>
bool anyObjectIn(const cluster::Cluster& cluster, std::string_view ns, const std::variant<T...>*) {
    return (anyIn<T>(cluster, ns) || ...);
}

} // namespace

bool Reach::includesExisting(const cluster::Cluster& cluster) const {
    if (m_everyone) {
        return true;
    }
    const auto& known = cluster.all<cluster::Namespace>();
    const bool complete = !known.empty() && readable(cluster.status(cluster::Kind::Namespace));
    return std::any_of(m_namespaces.begin(), m_namespaces.end(), [&](const std::string& ns) {
        if (known.contains(cluster::KeyView{{}, ns})) {
            return true;
        }
        return !complete && anyObjectIn(cluster, ns, static_cast<const cluster::Object*>(nullptr));
    });
}

Reach reachOf(std::string_view annotation, std::string_view ownNamespace, const MeshSettings& settings) {
    if (annotation.empty() || olderThan(settings, {1, 1, 0})) {
        return reachByDefault(ownNamespace, settings);
    }
    const auto words = wordsOf(annotation, !olderThan(settings, {1, 24, 0}));
    if (olderThan(settings, {1, 7, 0})) { // only "." was honoured; any other value, "~" too, was public
        return words.contains(".") ? Reach::only({std::string(ownNamespace)}) : Reach::everyone();
    }
    return reachOfWords(words, ownNamespace);
}

Reach reachOf(const cluster::ServiceEntry& entry, const MeshSettings& settings) {
    if (entry.exportTo.empty()) {
        return reachByDefault(entry.meta.ns, settings);
    }
    Namespaces words;
    for (const auto& word : entry.exportTo) {
        words.insert(word.str());
    }
    return reachOfWords(words, entry.meta.ns);
}

Reach reachOf(const cluster::Service& service, const MeshSettings& settings) {
    return reachOf(cluster::valueOf(service.meta.annotations, exportToAnnotation), service.meta.ns, settings);
}

} // namespace plimsoll::mesh
