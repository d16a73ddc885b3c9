// SPDX-License-Identifier: Apache-2.0
// Which collections of each kind are read: by what the user asked for, and by what the user may.
#include "cluster/live_p.h"

#include <algorithm>
#include <array>

namespace plimsoll::cluster {
namespace {

using State = kube::ReflectorSink::State;

constexpr std::array<const char*, 2> controlPlanes{"istio-system", "knative-serving"};

/// Read of the control planes' namespaces only, always.
bool ofControlPlanes(Kind kind) {
    return kind == Kind::ConfigMap || kind == Kind::Deployment;
}

/// One of any namespace may send requests to a revision. (A Route names revisions of its own only.)
bool routesFromAnywhere(Kind kind) {
    return kind == Kind::KnativeIngress || kind == Kind::VirtualService || kind == Kind::HttpRoute;
}

/// Those of the control planes' namespaces say what the mesh's gateways and its settings for all are.
bool neededBeside(Kind kind) {
    constexpr std::array kinds{Kind::Service,    Kind::Pod,          Kind::DestinationRule,
                               Kind::Sidecar,    Kind::IstioGateway, Kind::ServiceEntry,
                               Kind::WasmPlugin, Kind::EnvoyFilter,  Kind::PeerAuthentication,
                               Kind::Gateway};
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

} // namespace

void LiveSource::Private::watch(Kind kind, const std::string& version) {
    auto& it = watched(kind);
    if (!it.version.empty() && it.version != version) { // the one we read is served no more
        withdraw(kind);
        it.version.clear();
    }
    if (!it.version.empty()) {
        return; // its reflectors find out themselves when the kind goes and comes back
    }
    it.version = version;
    m_access.setVersion(kind, version);
    begin(kind);
}

void LiveSource::Private::begin(Kind kind) {
    const auto& info = cluster::info(kind);
    auto& it = watched(kind);
    it.scope = Scope::Fixed;
    if (!info.namespaced) {
        add(kind, {});
    } else if (ofControlPlanes(kind)) {
        for (const auto* ns : controlPlanes) {
            add(kind, ns);
        }
    } else if (!m_options.namespaces.empty() && !routesFromAnywhere(kind)) {
        for (const auto& ns : m_options.namespaces) {
            add(kind, ns);
        }
        for (const auto* ns : controlPlanes) {
            if (neededBeside(kind) && !contains(m_options.namespaces, ns)) {
                add(kind, ns, true);
            }
        }
    } else if (m_mayAll.value_or(true)) { // where the server does not tell, the list will
        it.scope = Scope::Everywhere;
        add(kind, {});
    } else {
        it.scope = Scope::Asking;
        review(kind);
    }
}

void LiveSource::Private::add(Kind kind, const std::string& ns, bool beside) {
    auto& it = watched(kind);
    LiveCollection::Told told;
    told.changed = [this, kind] { changed(kind); };
    told.stateChanged = [this, kind] { stateChanged(kind); };
    told.warned = [this](const Error& error) { warned(error); };
    it.parts.push_back(
        {std::make_unique<LiveCollection>(kind, ns, it.version, m_client, m_cluster, std::move(told)),
         beside});
    it.parts.back().collection->start();
    if (m_options.countFirst) {
        it.parts.back().collection->count(m_client);
    }
}

/// Its objects are forgotten. Never from inside a collection's own call.
void LiveSource::Private::withdraw(Kind kind) {
    auto& it = watched(kind);
    for (const auto& part : it.parts) {
        part.collection->withdraw();
    }
    it.parts.clear();
}

void LiveSource::Private::review(Kind kind) {
    const auto& info = cluster::info(kind);
    m_reviews.ask({"list", std::string(info.group), std::string(info.plural), {}},
                  [this, kind](std::optional<bool> allowed) { reviewed(kind, allowed); });
}

/// Asked at first, and again from time to time while namespaces are read one by one.
void LiveSource::Private::reviewed(Kind kind, std::optional<bool> allowed) {
    auto& it = watched(kind);
    if (it.version.empty()) {
        return; // gone meanwhile
    }
    if (it.scope == Scope::Asking && allowed.value_or(true)) {
        it.scope = Scope::Everywhere;
        add(kind, {});
    } else if (it.scope == Scope::OneByOne && allowed.value_or(false)) {
        withdraw(kind);
        it.scope = Scope::Everywhere;
        add(kind, {});
    } else if (it.scope != Scope::Everywhere) {
        readOneByOne(kind);
    }
    updateStatus(kind);
}

bool LiveSource::Private::deniedEverywhere(Kind kind) const {
    const auto& it = watched(kind);
    if (it.scope != Scope::Everywhere || it.parts.size() != 1) {
        return false;
    }
    const auto& only = *it.parts.front().collection;
    return only.state() == State::Denied && only.error() && only.error()->code == ErrorCode::Forbidden;
}

void LiveSource::Private::readOneByOne(Kind kind) {
    auto& it = watched(kind);
    if (it.scope != Scope::OneByOne) {
        withdraw(kind);
        it.scope = Scope::OneByOne;
    }
    if (m_namespaces.found() || !m_options.namespaces.empty()) {
        fillOneByOne(kind);
    } else {
        findNamespaces();
    }
}

void LiveSource::Private::findNamespaces() {
    m_namespaces.find([this] { namespacesFound(); });
}

void LiveSource::Private::namespacesFound() {
    for (const auto& kind : allKinds()) {
        if (watched(kind.kind).scope == Scope::OneByOne) {
            fillOneByOne(kind.kind);
            updateStatus(kind.kind);
        }
    }
    if (const auto more = m_namespaces.overLimit(); more > 0) {
        warned(Error{ErrorCode::Refused,
                     "this user may not list in all namespaces, and " +
                         std::to_string(m_namespaces.names().size() + more) +
                         " are too many to watch one by one: " + std::to_string(m_namespaces.names().size()) +
                         " are read",
                     "namespaces",
                     "Name those that matter, with -n or under Namespaces in the status view, or ask for "
                     "list and watch in all",
                     0});
    }
}

const std::vector<std::string>& LiveSource::Private::namespacesOneByOne() const {
    return m_options.namespaces.empty() ? m_namespaces.names() : m_options.namespaces;
}

/// Those that were not there before; one that is gone costs nothing and may come back.
void LiveSource::Private::fillOneByOne(Kind kind) {
    auto& it = watched(kind);
    const auto& names = namespacesOneByOne();
    const auto has = [&it](std::string_view ns) {
        return std::ranges::any_of(it.parts, [ns](const Part& p) { return p.collection->ns() == ns; });
    };
    if (names.empty() && it.parts.empty()) {
        add(kind, {}); // for the server's own words
        return;
    }
    if (!names.empty() && has({})) {
        withdraw(kind);
    }
    for (const auto& ns : names) {
        if (!has(ns)) {
            add(kind, ns);
        }
    }
}

} // namespace plimsoll::cluster
