// SPDX-License-Identifier: Apache-2.0
// A large Knative estate as JSON to be written to an API server: objects as fat as the controllers leave
// them, so that bytes and times measured with them mean something. Invented, and always the same.
#pragma once

#include "support/apiserver.h"

#include <functional>
#include <string>
#include <vector>

namespace plimsoll::bench {

struct EstateSize {
    int services = 1000; // Knative services; the rest follows from them
    int revisions = 10;  // of each
    [[nodiscard]] int all() const { return services * revisions; }
};

/// What must exist first comes in an earlier batch. Each revision has a Revision, PodAutoscaler,
/// ServerlessService, two Services and two Endpoints; each service the rest, and one running pod of its
/// newest revision.
using Batch = std::vector<test::ApiWrite>;
void writeEstate(const EstateSize& size, const std::function<void(const Batch&)>& use);

/// The writes that a revision (from 0) of a service consists of, without its pods.
[[nodiscard]] Batch revisionWrites(int service, int revision, int scaled);

[[nodiscard]] std::string namespaceOf(int service);
[[nodiscard]] std::string revisionName(int service, int revision); // both from 0

/// One object as it is POSTed; `scaled` is the number of pods that the status tells of.
[[nodiscard]] QByteArray revisionJson(int service, int revision, int scaled);
[[nodiscard]] QByteArray endpointsJson(int service, int revision, bool isPrivate, int addresses);
[[nodiscard]] QByteArray podJson(int service, int revision, int ordinal);
[[nodiscard]] QByteArray podStatusJson(int service, int revision, int ordinal);
[[nodiscard]] std::string podName(int service, int revision, int ordinal);

} // namespace plimsoll::bench
