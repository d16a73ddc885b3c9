// SPDX-License-Identifier: Apache-2.0
#include "kube/clientprivate.h"

#include <QTimer>

namespace plimsoll::kube {
namespace {

constexpr qint64 bufferBytes = qint64{64} << 10U; // Qt stops reading from the socket beyond it

/// As client-go: a date, which HTTP allows as well, is not looked at. Nor is a number that makes no sense.
std::optional<std::chrono::seconds> retryAfterOf(const QNetworkReply& reply) {
    constexpr int longest = 3600;
    bool isNumber = false;
    const int number = reply.rawHeader("Retry-After").trimmed().toInt(&isNumber);
    if (!isNumber || number <= 0 || number > longest) {
        return std::nullopt;
    }
    return std::chrono::seconds(number);
}

} // namespace

void Client::Stream::Private::start() {
    client->credentials.get([self = QPointer<Stream>(q)](const Result<Credential>& got) {
        if (!self) {
            return;
        }
        if (got) {
            self->d->begin(*got);
        } else {
            self->d->fail(got.error());
        }
    });
}

void Client::Stream::Private::begin(const Credential& shown) {
    auto way = client->connections.stream(request, shown);
    if (!way) {
        fail(way.error());
        return;
    }
    credential = shown.number;
    manager = way->manager;
    refusals.clear();
    reply = kube::begin(*way, request);
    watch.begin(reply, request, client->config);
    reply->setReadBufferSize(bufferBytes);
    connect(reply, &QNetworkReply::sslErrors, q,
            [this](const QList<QSslError>& errors) { refusals = errors; });
    connect(reply, &QNetworkReply::metaDataChanged, q, [this] { metadata(); });
    connect(reply, &QNetworkReply::readyRead, q, [this] { read(); });
    connect(reply, &QNetworkReply::finished, q, [this] { ended(); });
}

void Client::Stream::Private::metadata() {
    const int now = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 0 || now == 0 || (now == 401 && !again)) { // a 401 may be followed by a better answer
        return;
    }
    status = now;
    retryAfter = retryAfterOf(*reply);
    emit q->headers(status);
}

void Client::Stream::Private::read() {
    const QPointer<Stream> self(q);
    metadata();
    while (self && status != 0 && reply != nullptr && reply->bytesAvailable() > 0) {
        const auto bytes = reply->read(bufferBytes);
        if (bytes.isEmpty()) {
            return;
        }
        emit q->data(bytes);
    }
}

void Client::Stream::Private::ended() {
    const QPointer<Stream> self(q);
    watch.ended(*reply, request);
    if (client) {
        if (const auto late = watch.late(client->config)) {
            fail(*late);
            return;
        }
    }
    const bool refused = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 401;
    if (refused && !again) {
        again = true;
        if (client && client->credentials.refused(credential)) {
            drop();
            start();
            return;
        }
    }
    read();
    if (!self || reply == nullptr) {
        return;
    }
    const Config none;
    const auto error = transportError(*reply, refusals, client ? client->config : none, request.timeout);
    drop();
    emit q->finished(error);
}

void Client::Stream::Private::drop() {
    if (reply != nullptr) {
        reply->disconnect(q);
        reply->deleteLater(); // ends it too; abort() would race with errors that are already on their way
        reply = nullptr;
    }
    manager.reset(); // after the reply: it belongs to the manager
}

void Client::Stream::Private::fail(const Error& error) {
    drop();
    emit q->finished(error);
}

Client::Stream::Stream() : d(std::make_unique<Private>()) {
    d->q = this;
}

Client::Stream::~Stream() {
    d->drop();
}

int Client::Stream::status() const {
    return d->status;
}

std::optional<std::chrono::seconds> Client::Stream::retryAfter() const {
    return d->retryAfter;
}

std::unique_ptr<Client::Stream> Client::open(Request request) {
    std::unique_ptr<Stream> stream(new Stream);
    stream->d->client = d.get();
    stream->d->request = std::move(request);
    QTimer::singleShot(0, stream.get(), [inside = stream->d.get()] {
        if (inside->client) {
            inside->start();
        }
    });
    return stream;
}

} // namespace plimsoll::kube
