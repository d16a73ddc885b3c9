// SPDX-License-Identifier: Apache-2.0
#include "kube/clientprivate.h"

#include <QTimer>

namespace plimsoll::kube {
namespace {

// Qt has six connections a manager; what waits for one inside Qt already has its timeout running.
constexpr std::size_t mostRunning = 6;
constexpr qsizetype mostBody = qsizetype{512} << 20U;

/// The texts of Warning headers: 299 - "text", several joined by Qt with commas.
std::vector<std::string> warningsOf(const QByteArray& header) {
    std::vector<std::string> warnings;
    for (auto at = header.indexOf("299 "); at >= 0; at = header.indexOf("299 ", at)) {
        at = header.indexOf('"', at);
        if (at < 0) {
            break;
        }
        std::string text;
        for (++at; at < header.size() && header[at] != '"'; ++at) {
            at += header[at] == '\\' && at + 1 < header.size() ? 1 : 0;
            text += header[at];
        }
        warnings.push_back(shortened(text, 500));
    }
    return warnings;
}

} // namespace

Client::Private::Private(Client& client, Config settings) : q(client), config(std::move(settings)) {
    connect(&credentials, &Credentials::warned, &q, &Client::warned);
}

Client::Private::~Private() {
    for (const auto& call : m_running) {
        if (call->reply != nullptr) {
            call->reply->disconnect(this);
            call->reply->deleteLater();
        }
    }
}

void Client::Private::send(Request request, std::function<void(Result<Response>)> done) {
    auto call = std::make_shared<Call>();
    call->request = std::move(request);
    call->done = std::move(done);
    m_queued.push_back(std::move(call));
    QTimer::singleShot(0, this, [this] { startNext(); });
}

void Client::Private::startNext() {
    while (!m_queued.empty() && m_running.size() < mostRunning) {
        auto call = m_queued.front();
        m_queued.pop_front();
        m_running.insert(call);
        start(call);
    }
}

void Client::Private::start(const CallPtr& call) {
    credentials.get([this, call](const Result<Credential>& credential) {
        if (credential) {
            begin(call, *credential);
        } else {
            answer(call, tl::unexpected(credential.error()));
        }
    });
}

void Client::Private::begin(const CallPtr& call, const Credential& credential) {
    warnOfExpiredCertificate(credential);
    auto way = connections.ordinary(call->request, credential);
    if (!way) {
        answer(call, tl::unexpected(way.error()));
        return;
    }
    call->credential = credential.number;
    call->manager = way->manager;
    call->refusals.clear();
    call->body.clear();
    call->since.start();
    call->reply = kube::begin(*way, call->request);
    call->watch.begin(call->reply, call->request, config);
    connect(call->reply, &QNetworkReply::sslErrors, this,
            [call](const QList<QSslError>& errors) { call->refusals = errors; });
    connect(call->reply, &QNetworkReply::readyRead, this, [this, call] { read(call); });
    connect(call->reply, &QNetworkReply::finished, this, [this, call] { finished(call); });
}

void Client::Private::read(const CallPtr& call) {
    call->body += call->reply->readAll();
    if (call->body.size() > mostBody) {
        answer(call,
               plimsoll::fail(ErrorCode::Server, "the answer is larger than 512 MB", shownServer(config)));
    }
}

void Client::Private::finished(const CallPtr& call) {
    const auto& reply = *call->reply;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    call->watch.ended(reply, call->request);
    if (auto late = call->watch.late(config)) {
        answer(call, tl::unexpected(std::move(*late)));
        return;
    }
    if (auto error = transportError(reply, call->refusals, config, call->request.timeout)) {
        answer(call, tl::unexpected(std::move(*error)));
        return;
    }
    if (status == 401 && !call->again && credentials.refused(call->credential)) {
        call->again = true;
        call->reply->disconnect(this);
        call->reply->deleteLater();
        call->reply = nullptr;
        start(call);
        return;
    }
    connections.answered(std::chrono::milliseconds(call->since.elapsed()));
    call->body += call->reply->readAll();
    Response response{status, std::move(call->body), reply.rawHeader("Content-Type"),
                      warningsOf(reply.rawHeader("Warning"))};
    answer(call, std::move(response));
}

void Client::Private::answer(const CallPtr& call, const Result<Response>& result) {
    if (call->reply != nullptr) {
        call->reply->disconnect(this);
        call->reply->deleteLater();
        call->reply = nullptr;
    }
    m_running.erase(call);
    if (!m_queued.empty()) {
        QTimer::singleShot(0, this, [this] { startNext(); });
    }
    const auto done = std::move(call->done);
    if (result) {
        const QPointer<Private> self(this);
        for (const auto& text : result->warnings) {
            emit q.warned(Error{ErrorCode::Server, "the server warns: " + text, call->request.path, {}, 0});
            if (!self) {
                return;
            }
        }
    }
    done(result);
}

void Client::Private::warnOfExpiredCertificate(const Credential& credential) {
    if (credential.certPem.empty() || m_looked == credential.identity) {
        return;
    }
    m_looked = credential.identity;
    if (const auto expired = expiredClientCertificate(credential.certPem, config.context)) {
        emit q.warned(*expired);
    }
}

Client::Client(Config config, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(config))) {}

Client::~Client() = default;

const Config& Client::config() const {
    return d->config;
}

void Client::setExecConsent(ExecConsent consent) {
    d->credentials.setConsent(std::move(consent));
}

void Client::setPlugins(const std::shared_ptr<PluginCache>& plugins) {
    d->credentials.setPlugins(plugins);
}

void Client::send(Request request, std::function<void(Result<Response>)> done) {
    d->send(std::move(request), std::move(done));
}

} // namespace plimsoll::kube
