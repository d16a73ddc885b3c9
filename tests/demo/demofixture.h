// SPDX-License-Identifier: Apache-2.0
// A loaded demo estate, and what tests ask about it.
#pragma once

#include "cluster/demo/demosource.h"
#include "knative/revisions.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace plimsoll::test {

class Demo {
public:
    explicit Demo(int revisions = 0) : source(revisions, false, cluster) {
        QObject::connect(&source, &cluster::Source::warned, &source,
                         [this](const Error& error) { warnings.push_back(error); });
        source.start();
        while (cluster.status(cluster::Kind::Revision).state != cluster::KindStatus::State::Live) {
            QCoreApplication::processEvents();
        }
    }

    /// Runs the event loop until an answer came; ctest's timeout ends a wait for nothing.
    template <class T, class Ask>
    Result<T> ask(Ask ask) {
        std::optional<Result<T>> answer;
        ask([&](Result<T> result) { answer = std::move(result); });
        if (answer) {
            return fail(ErrorCode::Internal, "the answer came before the call returned");
        }
        while (!answer) {
            QCoreApplication::processEvents();
        }
        return std::move(*answer);
    }
    Result<std::string> get(cluster::Kind kind, const std::string& ns, const std::string& name) {
        return ask<std::string>([&](auto done) { source.access()->get(kind, ns, name, std::move(done)); });
    }
    Result<std::string> patch(const cluster::Patch& patch) {
        return ask<std::string>([&](auto done) { source.access()->patch(patch, std::move(done)); });
    }
    Result<cluster::FreshList> list(cluster::Kind kind, const std::string& ns) {
        return ask<cluster::FreshList>([&](auto done) { source.access()->list(kind, ns, std::move(done)); });
    }

    [[nodiscard]] std::vector<knative::RevisionState> revisions() const {
        return knative::revisions(cluster, mesh::readSettings(cluster), source.info().clock);
    }
    [[nodiscard]] std::optional<knative::RevisionState> revision(std::string_view ns,
                                                                 std::string_view name) const {
        for (auto& state : revisions()) {
            if (state.ns == ns && state.name == name) {
                return state;
            }
        }
        return std::nullopt;
    }

    cluster::Cluster cluster;
    cluster::DemoSource source;
    std::vector<Error> warnings;
};

} // namespace plimsoll::test
