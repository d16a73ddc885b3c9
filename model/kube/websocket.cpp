// SPDX-License-Identifier: Apache-2.0
#include "kube/websocket.h"

#include "kube/clientprivate.h"
#include "kube/words.h"

#include <nlohmann/json.hpp>

#include <QRandomGenerator>
#include <QSslSocket>

#include <array>

namespace plimsoll::kube {
namespace {

constexpr qsizetype messageLimit = qsizetype{16} << 20U; // kubelets send at most 32 kB at once
constexpr qint64 bufferBytes = qint64{256} << 10U;
constexpr std::chrono::milliseconds goodbye{5'000};
constexpr int binary = 2;
constexpr int closing = 8;
constexpr int ping = 9;
constexpr int pong = 10;
constexpr int normalClosure = 1000;
constexpr int noCloseCode = 1005;

QByteArray randomKey() {
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(words)).toBase64();
}

std::string seconds(std::chrono::milliseconds time) {
    const auto ms = time.count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

} // namespace

WebSocket::WebSocket(Client& client, Options options, QObject* parent)
    : QObject(parent), m_client(&client), m_options(std::move(options)), m_frames(messageLimit) {
    m_overdue.setSingleShot(true);
    connect(&m_overdue, &QTimer::timeout, this, [this] {
        finish(errorHere(ErrorCode::Unreachable,
                         "the stream was not opened within " + seconds(m_options.connectTimeout),
                         "Check the network or VPN, and whether the node of the pod answers"));
    });
    connect(&m_beat, &QTimer::timeout, this, [this] { beat(); });
    connect(&client, &QObject::destroyed, this, [this] { close(); });
    QTimer::singleShot(0, this, [this] { start(); });
}

WebSocket::~WebSocket() {
    releaseSocket(m_state == State::Open);
}

void WebSocket::start() {
    if (m_state == State::Done) {
        return;
    }
    m_client->d->credentials.get([self = QPointer<WebSocket>(this)](const Result<Credential>& got) {
        if (!self || self->m_state == State::Done) {
            return;
        }
        if (got) {
            self->begin(*got);
        } else {
            self->finish(got.error());
        }
    });
}

void WebSocket::begin(const Credential& credential) {
    Request request;
    request.path = "/api/v1/namespaces/" + encoded(m_options.ns) + "/pods/" + encoded(m_options.pod) + "/" +
                   m_options.subresource + "?" + m_options.query;
    auto way = m_client->d->connections.upgrade(request, credential);
    if (!way) {
        finish(way.error());
        return;
    }
    m_upgrade = std::move(*way);
    m_credential = credential.number;
    m_refusals.clear();
    m_ended = false;
    m_endReason.reset();
    m_overdue.start(m_options.connectTimeout);
    const bool secure = m_upgrade.url.scheme() == QLatin1String("https");
    m_socket = new QSslSocket(this);
    m_socket->setProxy(m_upgrade.proxy);
    m_socket->setReadBufferSize(bufferBytes);
    connect(m_socket, &QSslSocket::sslErrors, this,
            [this](const QList<QSslError>& errors) { m_refusals = errors; });
    connect(m_socket, &QSslSocket::errorOccurred, this, [this] { socketFailed(); });
    connect(m_socket, &QSslSocket::disconnected, this, [this] { disconnected(); });
    connect(m_socket, &QSslSocket::readyRead, this, [this] { readAll(); });
    if (secure) {
        connect(m_socket, &QSslSocket::encrypted, this, [this] { connected(); });
        m_socket->setSslConfiguration(m_upgrade.ssl);
        const auto host = m_upgrade.url.host();
        const auto port = static_cast<quint16>(m_upgrade.url.port(443));
        m_socket->connectToHostEncrypted(host, port,
                                         m_upgrade.peerName.isEmpty() ? host : m_upgrade.peerName);
    } else {
        connect(m_socket, &QSslSocket::connected, this, [this] { connected(); });
        m_socket->connectToHost(m_upgrade.url.host(), static_cast<quint16>(m_upgrade.url.port(80)));
    }
}

void WebSocket::connected() {
    const auto key = randomKey();
    m_answer.emplace(key, m_options.protocols);
    m_socket->write(upgradeRequest(m_upgrade, key, m_options.protocols));
}

void WebSocket::readAll() {
    if (m_reading) {
        return; // a handler resumed: the loop below goes on
    }
    m_reading = true;
    const QPointer<WebSocket> self(this);
    m_heard.start();
    if (m_state == State::Connecting && m_answer) {
        readAnswer();
    }
    if (self && m_state == State::Open) {
        readFrames();
    }
    if (self) {
        m_reading = false;
        if (m_ended && !m_paused && m_state != State::Done) {
            connectionEnded();
        }
    }
}

void WebSocket::readAnswer() {
    const auto complete = m_answer->feed(m_socket->readAll());
    if (!complete) {
        auto error = complete.error();
        error.where = m_options.what;
        finish(error);
    } else if (*complete) {
        answered();
    }
}

void WebSocket::answered() {
    const int status = m_answer->status();
    if (status == 401 && !m_again && m_client && m_client->d->credentials.refused(m_credential)) {
        m_again = true;
        m_ended = false;
        m_answer.reset();
        releaseSocket(false);
        start();
        return;
    }
    if (status != 101) {
        auto error = check(m_answer->response(), m_options.what);
        refused(error ? *error
                      : errorHere(ErrorCode::Server,
                                  "the server answered HTTP " + std::to_string(status) +
                                      " where a stream was to begin",
                                  "Look for a proxy between here and the API server that does not know "
                                  "WebSocket"));
        return;
    }
    const auto protocol = m_answer->protocol();
    if (!protocol) {
        auto error = protocol.error();
        error.where = m_options.what;
        finish(error);
        return;
    }
    m_state = State::Open;
    m_overdue.stop();
    m_frames.add(m_answer->rest());
    m_answer.reset();
    m_beat.start(m_options.silence / 3);
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &WebSocket::sent);
    connect(m_socket, &QSslSocket::bytesWritten, this, &WebSocket::sent);
    emit opened(*protocol);
}

void WebSocket::refused(Error error) {
    if (error.what.find("error dialing backend") != std::string::npos) {
        error.hint = "The API server cannot reach the kubelet of the pod's node";
    }
    // Seen with 1.36: who may get but not create is refused with `pods "cart" is forbidden: ` and no more.
    if (error.httpStatus == 403 && error.what.ends_with(": ") && m_client) {
        askWhetherAllowed(error);
    } else {
        finish(error);
    }
}

void WebSocket::askWhetherAllowed(const Error& error) {
    m_overdue.stop();
    releaseSocket(false);
    const nlohmann::json attributes{{"namespace", m_options.ns},
                                    {"name", m_options.pod},
                                    {"verb", "create"},
                                    {"resource", "pods"},
                                    {"subresource", m_options.subresource}};
    Request request;
    request.method = "POST";
    request.path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    request.contentType = "application/json";
    request.body =
        QByteArray::fromStdString(nlohmann::json{{"kind", "SelfSubjectAccessReview"},
                                                 {"apiVersion", "authorization.k8s.io/v1"},
                                                 {"spec", {{"resourceAttributes", attributes}}}}
                                      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    m_client->send(std::move(request), [self = QPointer<WebSocket>(this),
                                        error](const Result<Response>& got) {
        if (!self) {
            return;
        }
        Error told = error;
        const auto resource = "pods/" + self->m_options.subresource;
        told.hint = "From Kubernetes 1.35 on, create on " + resource + " is needed beside get: ask for it";
        if (got && QByteArray(got->body).replace(" ", "").contains("\"allowed\":false")) {
            told.what += "the user may get \"" + resource + "\" but not create it";
        }
        self->finish(told);
    });
}

void WebSocket::readFrames() {
    const QPointer<WebSocket> self(this);
    while (self && m_state == State::Open && !m_paused) {
        const auto frame = m_frames.next();
        if (!frame) {
            auto error = frame.error();
            error.where = m_options.what;
            finish(error);
            return;
        }
        if (*frame) {
            if (!handle(**frame)) {
                return;
            }
            continue;
        }
        const auto bytes = m_socket->read(bufferBytes);
        if (bytes.isEmpty()) {
            return;
        }
        m_frames.add(bytes);
    }
}

bool WebSocket::handle(const Frame& frame) {
    switch (frame.kind) {
    case Frame::Kind::Message:
        emit received(frame.payload);
        return true;
    case Frame::Kind::Ping:
        write(pong, frame.payload);
        return true;
    case Frame::Kind::Pong:
        return true;
    case Frame::Kind::Close:
        break;
    }
    if (frame.closeCode == normalClosure || frame.closeCode == noCloseCode) {
        finish(std::nullopt);
        return false;
    }
    const auto reason = shortened(frame.payload.toStdString(), 300);
    finish(errorHere(ErrorCode::Server, "the server closed the stream with code " +
                                            std::to_string(frame.closeCode) +
                                            (reason.empty() ? "" : ": " + reason)));
    return false;
}

void WebSocket::socketFailed() {
    m_endReason = socketError();
    disconnected();
}

void WebSocket::disconnected() {
    if (m_state == State::Done || m_ended) {
        return;
    }
    m_ended = true;
    readAll(); // what came before the end
}

/// Everything is read that will ever come.
void WebSocket::connectionEnded() {
    if (m_state == State::Connecting && m_answer && m_answer->completeAtEnd()) {
        answered();
        return;
    }
    finish(m_endReason.value_or(errorHere(ErrorCode::Unreachable, "the connection broke")));
}

void WebSocket::beat() {
    if (m_paused) {
        m_heard.start(); // nobody listens
        return;
    }
    if (m_heard.elapsed() > m_options.silence.count()) {
        finish(errorHere(ErrorCode::Unreachable, "nothing came for " + seconds(m_options.silence),
                         "Check the network or VPN, and the node of the pod"));
        return;
    }
    write(ping, {});
}

void WebSocket::write(int opcode, const QByteArray& payload) {
    m_socket->write(frameOf(opcode, payload, QRandomGenerator::global()->generate()));
}

void WebSocket::send(const QByteArray& message) {
    if (m_state == State::Open) {
        write(binary, message);
    }
}

qint64 WebSocket::unsent() const {
    return m_socket == nullptr ? 0 : m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void WebSocket::setPaused(bool paused) {
    if (m_paused == paused) {
        return;
    }
    m_paused = paused;
    if (!paused) {
        // Not here: the caller may be in the middle of something.
        QTimer::singleShot(0, this, [this] { readAll(); });
    }
}

void WebSocket::close() {
    releaseSocket(m_state == State::Open);
    m_state = State::Done;
    m_overdue.stop();
    m_beat.stop();
}

void WebSocket::finish(std::optional<Error> error) {
    if (m_state == State::Done) {
        return;
    }
    releaseSocket(m_state == State::Open && !m_ended);
    m_state = State::Done;
    m_overdue.stop();
    m_beat.stop();
    emit finished(error);
}

void WebSocket::releaseSocket(bool politely) {
    if (m_socket == nullptr) {
        return;
    }
    if (politely) {
        write(closing, QByteArray::fromHex("03e8")); // 1000
    }
    auto* socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    if (!politely) {
        socket->deleteLater();
        return;
    }
    socket->setParent(nullptr); // it lives on until its last bytes are gone, though not for ever
    connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(goodbye, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
}

Error WebSocket::errorHere(ErrorCode code, std::string what, std::string hint) const {
    return Error{code, std::move(what), m_options.what, std::move(hint), 0};
}

Error WebSocket::socketError() const {
    const auto server = m_client ? shownServer(m_client->config()) : std::string();
    if (!m_refusals.isEmpty()) {
        const auto host = m_upgrade.peerName.isEmpty() ? m_upgrade.url.host() : m_upgrade.peerName;
        return certificateError(m_refusals, host.toStdString(), server);
    }
    const auto words = shortened(m_socket->errorString().toStdString(), 200);
    switch (m_socket->error()) {
    case QAbstractSocket::SslHandshakeFailedError:
        return handshakeError(m_socket->errorString(), server);
    case QAbstractSocket::ConnectionRefusedError:
        return {ErrorCode::Unreachable, "the connection to the server was refused", server,
                "Is it running, and is this the right host and port?", 0};
    case QAbstractSocket::HostNotFoundError:
        return {ErrorCode::Unreachable, "no such host: " + shortened(m_upgrade.url.host().toStdString()),
                server, "Check the server's name in the kubeconfig, and the network or VPN", 0};
    case QAbstractSocket::RemoteHostClosedError:
        return errorHere(ErrorCode::Unreachable,
                         m_state == State::Open ? "the connection broke in the middle of the stream"
                                                : "the server closed the connection without an answer",
                         m_state == State::Open ? "Check the network, and whether the pod was restarted"
                                                : "Check the server's URL");
    case QAbstractSocket::ProxyAuthenticationRequiredError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return {ErrorCode::Unreachable, "the proxy before the server cannot be used: " + words, server,
                "Check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY", 0};
    default:
        return {ErrorCode::Unreachable, "no connection: " + words, server, "Check the network or VPN", 0};
    }
}

} // namespace plimsoll::kube
