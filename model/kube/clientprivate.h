// SPDX-License-Identifier: Apache-2.0
// The inside of Client, shared by client.cpp and stream.cpp.
#pragma once

#include "kube/connections.h"
#include "kube/replywatch.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QPointer>

#include <deque>
#include <set>

namespace plimsoll::kube {

class Client::Private : public QObject {
public:
    Private(Client& client, Config settings);
    ~Private() override;

    void send(Request request, std::function<void(Result<Response>)> done);

    Client& q;
    const Config config;
    Credentials credentials{config};
    Connections connections{config};

private:
    struct Call {
        Request request;
        std::function<void(Result<Response>)> done;
        bool again = false; // after a 401
        unsigned credential = 0;
        Manager manager;
        QNetworkReply* reply = nullptr;
        ReplyWatch watch;
        QList<QSslError> refusals;
        QByteArray body;
        QElapsedTimer since; // it was sent
    };
    using CallPtr = std::shared_ptr<Call>;

    void startNext();
    void start(const CallPtr& call);
    void begin(const CallPtr& call, const Credential& credential);
    void read(const CallPtr& call);
    void finished(const CallPtr& call);
    void answer(const CallPtr& call, const Result<Response>& result);
    void warnOfExpiredCertificate(const Credential& credential);

    std::deque<CallPtr> m_queued;
    std::set<CallPtr> m_running;
    std::optional<unsigned> m_looked; // at the certificate of this identity
};

class Client::Stream::Private {
public:
    void start();
    void begin(const Credential& credential);
    void metadata();
    void read();
    void ended();
    void drop();
    void fail(const Error& error);

    Stream* q = nullptr;
    QPointer<Client::Private> client;
    Request request;
    bool again = false;
    unsigned credential = 0;
    int status = 0;
    std::optional<std::chrono::seconds> retryAfter;
    Manager manager;
    QNetworkReply* reply = nullptr;
    ReplyWatch watch;
    QList<QSslError> refusals;
};

} // namespace plimsoll::kube
