// SPDX-License-Identifier: Apache-2.0
// What an Exec told.
#pragma once

#include "kube/exec.h"

#include <QTest>

namespace plimsoll::test {

/// JSON with ' for its quotes and ` for escaped ones: moc loses the class over raw strings that hold both.
inline QByteArray json(const char* text) {
    return QByteArray(text).replace('\'', "\"").replace('`', "\\\"");
}

struct ExecTold {
    explicit ExecTold(kube::Exec& exec) {
        QObject::connect(&exec, &kube::Exec::started, [this] { ++starts; });
        QObject::connect(&exec, &kube::Exec::output, [this](const QByteArray& bytes) { out += bytes; });
        QObject::connect(&exec, &kube::Exec::errorOutput, [this](const QByteArray& bytes) { err += bytes; });
        QObject::connect(&exec, &kube::Exec::finished, [this](const Result<int>& result) {
            ++ends;
            end = result;
        });
    }
    [[nodiscard]] QString sentence() const {
        if (!end) {
            return QStringLiteral("not finished");
        }
        return *end ? QStringLiteral("exit %1").arg(**end) : QString::fromStdString(end->error().sentence());
    }

    int starts = 0;
    int ends = 0;
    QByteArray out;
    QByteArray err;
    std::optional<Result<int>> end;
};

inline kube::ExecRequest execRequest(std::vector<std::string> command = {"pilot-agent", "request", "GET",
                                                                         "config_dump"}) {
    kube::ExecRequest request;
    request.ns = "shop";
    request.pod = "cart-1";
    request.container = "istio-proxy";
    request.command = std::move(command);
    return request;
}

} // namespace plimsoll::test
