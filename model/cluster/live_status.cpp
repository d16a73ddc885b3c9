// SPDX-License-Identifier: Apache-2.0
// What is told of each kind: its collections taken together.
#include "cluster/live_p.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

using State = KindStatus::State;
using Of = kube::ReflectorSink::State; // of one collection

State stateOf(Of of) {
    switch (of) {
    case Of::Listing:
        return State::Listing;
    case Of::Live:
        return State::Live;
    case Of::Stale:
        return State::Stale;
    case Of::Denied:
        return State::Denied;
    case Of::NotServed:
        return State::NotServed;
    case Of::Failed:
        return State::Failed;
    }
    return State::Failed;
}

/// Of several collections of a kind the one with the highest number speaks for it. What is denied in one
/// namespace does not spoil the others: it is named as missing.
int weightOf(Of of) {
    switch (of) {
    case Of::Listing:
        return 5;
    case Of::Failed:
        return 4;
    case Of::Stale:
        return 3;
    case Of::Live:
        return 2;
    case Of::Denied:
        return 1;
    case Of::NotServed:
        return 0;
    }
    return 0;
}

} // namespace

void LiveSource::Private::stateChanged(Kind kind) {
    if (deniedEverywhere(kind)) { // not here: the collection is just speaking
        QMetaObject::invokeMethod(
            &m_owner,
            [this, kind] {
                if (deniedEverywhere(kind)) { // else something happened before this turn came
                    readOneByOne(kind);
                    updateStatus(kind);
                }
            },
            Qt::QueuedConnection);
        return;
    }
    updateStatus(kind);
    const bool vanished = m_cluster.status(kind).state == State::NotServed;
    if ((vanished || watched(kind).scope == Scope::OneByOne) && !m_discovering && !m_rediscover.isActive()) {
        m_rediscover.start(m_options.lookAgain); // perhaps another version of it is served now
    }
}

/// The worst of what was asked for speaks for the kind; what is read beside it only has to have come.
void LiveSource::Private::addParts(KindStatus& status, const Watched& it) const {
    const LiveCollection* worst = nullptr;
    bool besideComing = false;
    for (const auto& part : it.parts) {
        const auto& collection = *part.collection;
        status.bytes += collection.bytes();
        status.expected += collection.expected();
        status.lastEvent = std::max(status.lastEvent, collection.lastEvent());
        if (part.beside) {
            besideComing = besideComing || collection.state() == Of::Listing;
        } else if (worst == nullptr || weightOf(collection.state()) > weightOf(worst->state())) {
            worst = &collection;
        }
    }
    status.state = besideComing ? State::Listing : stateOf(worst->state());
    status.error = besideComing ? std::nullopt : worst->error();
    for (const auto& part : it.parts) {
        const auto& collection = *part.collection;
        if (status.state == State::Listing && collection.percent()) {
            status.percent = std::min(status.percent.value_or(100), *collection.percent());
        }
        if (!part.beside && collection.state() == Of::Denied && status.state != State::Denied) {
            status.missingNamespaces.push_back(collection.ns());
        }
    }
}

KindStatus LiveSource::Private::merged(Kind kind) const {
    const auto& it = watched(kind);
    KindStatus status;
    status.version = it.version;
    if (it.version.empty()) {
        status.state = m_unreachable ? State::Failed : m_started ? State::NotServed : State::Listing;
        status.error = m_unreachable;
        return status;
    }
    if (it.parts.empty() || deniedEverywhere(kind)) {
        status.state = State::Listing; // until it is known where to look
        return status;
    }
    addParts(status, it);
    const bool narrowed = !m_options.namespaces.empty();
    if (it.scope == Scope::OneByOne && status.state != State::Denied) {
        const auto& others = m_namespaces.missing();
        if (narrowed || others.empty()) {
            status.missingNamespaces.emplace_back("all others");
        } else {
            status.missingNamespaces.insert(status.missingNamespaces.end(), others.begin(), others.end());
        }
    }
    const bool asTold = std::ranges::any_of(it.parts, [this](const Part& part) {
        return std::ranges::count(m_options.namespaces, part.collection->ns()) > 0;
    });
    if (narrowed && it.scope == Scope::Fixed && asTold) {
        status.onlyNamespaces = m_options.namespaces;
    }
    if (m_lost && status.state == State::Live) {
        status.state = State::Stale;
        status.error = m_lost;
    }
    return status;
}

void LiveSource::Private::updateStatus(Kind kind) {
    auto status = merged(kind);
    const auto& held = m_cluster.status(kind);
    status.objects = held.objects;
    status.since = status.state == held.state ? held.since : now();
    if (!(status == held)) {
        m_cluster.editStatus(kind) = std::move(status);
        announce();
    }
}

void LiveSource::Private::updateAll() {
    for (const auto& kind : allKinds()) {
        updateStatus(kind.kind);
    }
}

} // namespace plimsoll::cluster
