// SPDX-License-Identifier: Apache-2.0
#include "cluster/livecollection.h"

#include "cluster/decode.h"
#include "cluster/resource.h"
#include "kube/splitter.h"

namespace plimsoll::cluster {
namespace {

kube::Collection collectionOf(Kind kind, const std::string& ns, std::string_view version) {
    const auto& info = cluster::info(kind);
    kube::Collection collection;
    collection.path = resourcePath(info, version, ns);
    collection.what = collectionName(info, ns);
    if (kind == Kind::EndpointSlice) {
        // Those of the ordinary Services are as many as the pods and say nothing that selectors do not.
        collection.labelSelector = "endpointslice.kubernetes.io/managed-by!=endpointslice-controller.k8s.io";
    }
    return collection;
}

} // namespace

LiveCollection::LiveCollection(Kind kind, std::string ns, std::string_view version, kube::Client& client,
                               Cluster& cluster, Told told)
    : m_kind(kind)
    , m_ns(std::move(ns))
    , m_path(resourcePath(cluster::info(kind), version, m_ns))
    , m_cluster(cluster)
    , m_told(std::move(told))
    , m_reflector(client, collectionOf(kind, m_ns, version), *this) {}

LiveCollection::~LiveCollection() = default;

void LiveCollection::count(kube::Client& client) {
    kube::Request request;
    request.path = m_path + "?limit=1"; // not from the watch cache, which takes no notice of the limit
    client.send(
        std::move(request), [this, alive = std::weak_ptr(m_alive)](const Result<kube::Response>& answer) {
            if (alive.expired() || !answer || answer->status != 200 || m_state != State::Listing) {
                return;
            }
            kube::ListSplitter splitter([](std::string_view) {});
            if (splitter.feed({answer->body.constData(), static_cast<std::size_t>(answer->body.size())}) &&
                splitter.finish() && splitter.remaining() >= 0) { // not told where there are selectors
                m_expected = splitter.items() + splitter.remaining();
                m_reflector.expect(m_expected);
                m_told.changed();
            }
        });
}

void LiveCollection::listEnded() {
    m_lastEvent = now();
    m_percent.reset();
    m_members.listEnded(m_cluster);
    m_told.changed();
}

void LiveCollection::event(kube::EventType type, std::string_view json) {
    m_lastEvent = now();
    if (type != kube::EventType::Deleted) {
        put(json);
        return;
    }
    if (const auto object = decoded(json)) {
        const auto& meta = metaOf(*object);
        m_members.gone(m_kind, meta.ns, meta.name);
        m_cluster.remove(m_kind, meta.ns, meta.name);
    }
    m_told.changed();
}

void LiveCollection::progress(std::int64_t bytes, std::optional<int> percent) {
    m_bytes += bytes;
    m_percent = percent;
    m_told.changed();
}

void LiveCollection::stateChanged(State state, const std::optional<Error>& error) {
    m_state = state;
    m_error = error;
    m_told.stateChanged();
}

std::optional<Object> LiveCollection::decoded(std::string_view json) {
    auto result = decode(m_kind, json, m_cluster.pool());
    if (!result) {
        m_told.warned(result.error());
        return std::nullopt;
    }
    for (auto& warning : result->warnings) {
        m_told.warned(std::move(warning));
    }
    return std::move(result->object);
}

void LiveCollection::put(std::string_view json) {
    auto object = decoded(json);
    if (!object || !isKept(*object)) {
        return;
    }
    m_members.saw(m_kind, metaOf(*object));
    if (m_cluster.put(std::move(*object))) {
        m_told.changed();
    }
}

} // namespace plimsoll::cluster
