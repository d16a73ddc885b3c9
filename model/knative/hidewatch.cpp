// SPDX-License-Identifier: Apache-2.0
#include "knative/hidewatch.h"

#include "knative/safety.h"

#include <QTimer>

#include <algorithm>

namespace plimsoll::knative {
namespace {

constexpr int lookInterval = 20; // ms: at most fifty looks a second, however busy the cluster is

bool contains(const std::vector<Witness>& witnesses, const Witness& witness) {
    return std::find(witnesses.begin(), witnesses.end(), witness) != witnesses.end();
}

} // namespace

HideWatch::HideWatch(const ContextPtr& context, HiddenRevision hidden, std::chrono::milliseconds duration,
                     std::function<void(HiddenRevision, std::vector<std::string>)> named, QObject* parent)
    : QObject(parent)
    , m_weak(context)
    , m_hidden(std::move(hidden))
    , m_named(std::move(named))
    , m_settings(context->settings(context->cluster))
    , m_outdated(witnessesOf(context->cluster, m_hidden.ns, m_hidden.revision, m_settings)) {
    connect(&context->source, &cluster::Source::changed, this, [this] {
        if (!m_pending) {
            m_pending = true;
            QTimer::singleShot(lookInterval, this, &HideWatch::look);
        }
    });
    QTimer::singleShot(duration, this, &QObject::deleteLater);
}

void HideWatch::look() {
    m_pending = false;
    const auto context = m_weak.lock();
    if (!context || m_over) {
        return;
    }
    const auto witnesses = witnessesOf(context->cluster, m_hidden.ns, m_hidden.revision, m_settings);
    std::vector<std::string> why;
    for (const auto& witness : witnesses) {
        if (!contains(m_outdated, witness)) {
            why.push_back("routed by " + witness.sentence());
        }
    }
    std::erase_if(m_outdated, [&](const Witness& witness) { return !contains(witnesses, witness); });
    if (!why.empty()) {
        m_over = true;
        m_named(m_hidden, std::move(why));
        deleteLater();
    }
}

} // namespace plimsoll::knative
