// SPDX-License-Identifier: Apache-2.0
#include "engine/loader.h"

#include "engine/deferred.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace plimsoll::engine {

Loader::Loader(const SourceFactory& factory) : m_source(factory(m_cluster)) {
    connect(m_source.get(), &cluster::Source::warned, this,
            [this](const Error& warning) { m_warnings.push_back(warning); });
}

Loader::~Loader() {
    m_source.reset();
    finishDeferredDeletes();
}

bool Loader::complete() const {
    const auto kinds = cluster::allKinds();
    return std::all_of(kinds.begin(), kinds.end(),
                       [this](const auto& info) { return cluster::settled(m_cluster.status(info.kind)); });
}

Result<void> Loader::load(int seconds) {
    QEventLoop loop;
    std::optional<Error> error;
    connect(m_source.get(), &cluster::Source::changed, &loop, [&] {
        if (complete()) {
            loop.quit();
        }
    });
    connect(m_source.get(), &cluster::Source::failed, &loop, [&](const Error& failure) {
        error = failure;
        loop.quit();
    });
    if (seconds > 0) {
        QTimer::singleShot(seconds * 1000, &loop, [&] {
            error = Error{ErrorCode::Unreachable, "not complete after " + std::to_string(seconds) + " s",
                          m_source->info().server, "Try again, or give more time with --request-timeout", 0};
            loop.quit();
        });
    }
    m_source->start();
    if (!complete() && !error) {
        loop.exec();
    }
    if (error) {
        return tl::unexpected(*error);
    }
    return {};
}

} // namespace plimsoll::engine
