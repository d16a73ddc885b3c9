// SPDX-License-Identifier: Apache-2.0
// A scripted API server with a Reflector at it: what the server says, list by list and watch by watch.
#pragma once

#include "kube/client.h"
#include "kube/reflector.h"
#include "support/fakeserver.h"
#include "support/recordingsink.h"

#include <deque>

namespace plimsoll::test {

using kube::Client;
using kube::Collection;
using kube::Config;
using kube::Reflector;
using kube::ReflectorTiming;
using Exchange = FakeServer::Exchange;

inline QByteArray object(const char* name, int version) {
    return QByteArray("{\"metadata\":{\"name\":\"") + name + "\",\"resourceVersion\":\"" +
           QByteArray::number(version) + "\"}}";
}

inline QByteArray list(int version, const QByteArrayList& items, const QByteArray& more = {}) {
    return "{\"kind\":\"RevisionList\",\"metadata\":{\"resourceVersion\":\"" + QByteArray::number(version) +
           "\"" + more + "},\"items\":[" + items.join(',') + "]}";
}

inline QByteArray line(const char* type, const QByteArray& json) {
    return QByteArray("{\"type\":\"") + type + "\",\"object\":" + json + "}\n";
}

inline QByteArray status(int code, const char* reason, const char* message,
                         const QByteArray& details = "{}") {
    return QByteArray("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                      "\"message\":\"") +
           message + "\",\"reason\":\"" + reason + "\",\"details\":" + details +
           ",\"code\":" + QByteArray::number(code) + "}";
}

inline const QByteArray tooOld = status(410, "Expired", "too old resource version: 1 (199)");

using Answer = std::function<void(const Exchange&)>;

inline Answer says(const QByteArray& body) {
    return [body](const Exchange& e) { e->respond(200, body); };
}
inline Answer refuses(int code, const char* reason, const char* message, const QByteArray& details = "{}") {
    return [=](const Exchange& e) { e->respond(code, status(code, reason, message, details)); };
}
/// A watch that stays open after these bytes.
inline Answer streams(const QByteArray& bytes = {}) {
    return [bytes](const Exchange& e) {
        e->begin();
        e->chunk(bytes);
    };
}
inline Answer streamsAndEnds(const QByteArray& bytes = {}) {
    return [bytes](const Exchange& e) {
        e->begin();
        e->chunk(bytes);
        e->end();
    };
}
inline Answer streamsAndCuts(const QByteArray& bytes) {
    return [bytes](const Exchange& e) {
        e->begin();
        e->chunk(bytes);
        e->cut();
    };
}

/// A server with a script of lists and watches (the last answer of each is repeated), and a reflector at it.
struct Rig {
    Rig(std::deque<Answer> listAnswers, std::deque<Answer> watchAnswers)
        : lists(std::move(listAnswers)), watches(std::move(watchAnswers)) {
        timing.connectRetry = timing.backoff = ReflectorTiming::Ms(20);
        timing.connectRetryMax = timing.backoffMax = ReflectorTiming::Ms(100);
        timing.refusedRetry = ReflectorTiming::Ms(150);
        timing.settling = ReflectorTiming::Ms(300);
        timing.shortWatch = ReflectorTiming::Ms(50);
        timing.streamAgain = false; // lists and watches are told apart by the script
        server.handle([this](const FakeRequest& request, const Exchange& exchange) {
            const bool watch = request.query(QStringLiteral("watch")) == QLatin1String("true");
            (watch ? watchTargets : listTargets).push_back(QString::fromUtf8(request.target));
            last = exchange;
            auto& script = watch ? watches : lists;
            const Answer answer = script.front();
            if (script.size() > 1) {
                script.pop_front();
            }
            answer(exchange);
        });
    }

    void start() {
        Config config;
        config.server = server.url();
        client = std::make_unique<Client>(config);
        reflector = std::make_unique<Reflector>(*client, collection, sink);
        reflector->setTiming(timing);
        reflector->start();
    }

    FakeServer server;
    std::deque<Answer> lists;
    std::deque<Answer> watches;
    QStringList listTargets;
    QStringList watchTargets;
    Exchange last;
    ReflectorTiming timing;
    Collection collection{"/apis/serving.knative.dev/v1/revisions", {}, {}, "Revisions"};
    RecordingSink sink;
    std::unique_ptr<Client> client;
    std::unique_ptr<Reflector> reflector;
};

inline QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace plimsoll::test
