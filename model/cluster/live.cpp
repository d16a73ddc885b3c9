// SPDX-License-Identifier: Apache-2.0
#include "cluster/live.h"

#include "cluster/live_p.h"

namespace plimsoll::cluster {

LiveSource::LiveSource(kube::Config config, LiveOptions options, Cluster& cluster, QObject* parent)
    : Source(parent), d(std::make_unique<Private>(*this, std::move(config), std::move(options), cluster)) {}

LiveSource::~LiveSource() = default;

void LiveSource::start() {
    d->start();
}

SourceInfo LiveSource::info() const {
    return d->info();
}

Access* LiveSource::access() {
    return d->access();
}

void LiveSource::refresh() {
    d->refresh();
}

LiveEndpoints::Tally LiveSource::endpoints() const {
    return d->endpoints();
}

} // namespace plimsoll::cluster
