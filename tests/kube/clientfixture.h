// SPDX-License-Identifier: Apache-2.0
// A client at the tests' TLS server, and what it is told.
#pragma once

#include "kube/certificates.h"
#include "kube/client.h"
#include "kube/tlsserver.h"

#include <QTest>
#include <QTimer>

namespace plimsoll::test {

using kube::Client;
using kube::Config;
using kube::Request;
using kube::Response;
using Exchange = FakeServer::Exchange;

inline Config configOf(const std::string& server) {
    Config config;
    config.context = "harbour";
    config.server = server;
    config.caPem = authority;
    return config;
}

inline Request get(const std::string& path = "/version") {
    Request request;
    request.path = path;
    return request;
}

/// Sends and waits for the answer.
inline Result<Response> ask(Client& client, const Request& request) {
    std::optional<Result<Response>> answer;
    client.send(request, [&answer](Result<Response> got) { answer = std::move(got); });
    if (answer) {
        return fail(ErrorCode::Internal, "the answer came before the call returned");
    }
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 15'000)) {
        return fail(ErrorCode::Internal, "no answer at all");
    }
    return *answer;
}

inline QString sentence(const Result<Response>& answer) {
    return answer ? QStringLiteral("answer: ") + QString::fromUtf8(answer->body)
                  : QString::fromStdString(answer.error().sentence());
}

inline void ok(const FakeRequest& /*request*/, const Exchange& exchange) {
    exchange->respond(200, "{}");
}

/// What a stream told.
struct Told {
    explicit Told(Client::Stream& stream) {
        QObject::connect(&stream, &Client::Stream::headers, [this](int value) { status = value; });
        QObject::connect(&stream, &Client::Stream::data, [this](const QByteArray& bytes) {
            body += bytes;
            largest = std::max(largest, bytes.size());
        });
        QObject::connect(&stream, &Client::Stream::finished, [this](const std::optional<Error>& end) {
            ++ends;
            error = end;
        });
    }
    int status = 0;
    QByteArray body;
    qsizetype largest = 0;
    int ends = 0;
    std::optional<Error> error;
};

} // namespace plimsoll::test
