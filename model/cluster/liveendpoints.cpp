// SPDX-License-Identifier: Apache-2.0
#include "cluster/liveendpoints.h"

#include "cluster/fields.h"

namespace plimsoll::cluster {
namespace {

kube::Collection collectionOf(const std::string& ns) {
    kube::Collection collection;
    collection.path = ns.empty() ? "/api/v1/endpoints" : "/api/v1/namespaces/" + ns + "/endpoints";
    collection.what = ns.empty() ? "Endpoints" : "Endpoints of " + ns;
    return collection;
}

} // namespace

LiveEndpoints::LiveEndpoints(const std::string& ns, kube::Client& client, TextPool& pool)
    : m_pool(pool), m_reflector(client, collectionOf(ns), *this) {}

LiveEndpoints::Tally LiveEndpoints::tally() const {
    return {m_objects.size(), m_bytes, m_events, m_complete};
}

void LiveEndpoints::listBegan() {
    for (auto& [key, object] : m_objects) {
        object.seen = false;
    }
}

void LiveEndpoints::listEnded() {
    std::erase_if(m_objects, [](const auto& entry) { return !entry.second.seen; });
    m_complete = true;
}

void LiveEndpoints::event(kube::EventType type, std::string_view json) {
    ++m_events;
    if (type != kube::EventType::Deleted) {
        put(json);
        return;
    }
    Tree tree;
    if (tree.parse(json)) {
        Reading reading(Kind::EndpointSlice, tree.root(), m_pool);
        const auto metadata = Field(reading)["metadata"];
        m_objects.erase({metadata["namespace"].text(), metadata["name"].text()});
    }
}

void LiveEndpoints::put(std::string_view json) {
    Tree tree;
    if (!tree.parse(json)) {
        return; // nothing is computed from them
    }
    Reading reading(Kind::EndpointSlice, tree.root(), m_pool);
    const Field root(reading);
    const auto metadata = root["metadata"];
    Object object;
    object.resourceVersion = metadata["resourceVersion"].ownText();
    root["subsets"].each([&](const Field& subset) {
        for (const auto* list : {"addresses", "notReadyAddresses"}) {
            subset[list].each([&](const Field& address) {
                const auto target = address["targetRef"];
                object.addresses.push_back({address["ip"].text(), target["kind"].text(),
                                            target["name"].text(), list == std::string_view("addresses")});
            });
        }
        subset["ports"].each([&](const Field& port) {
            object.ports.push_back({port["name"].text(), port["protocol"].text(), port["port"].port()});
        });
    });
    m_objects.insert_or_assign({metadata["namespace"].text(), metadata["name"].text()}, std::move(object));
}

} // namespace plimsoll::cluster
