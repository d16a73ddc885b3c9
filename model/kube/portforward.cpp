// SPDX-License-Identifier: Apache-2.0
#include "kube/portforward.h"

#include "kube/websocket.h"

#include <QTcpSocket>
#include <QtEndian>

#include <algorithm>

namespace plimsoll::kube {
namespace {

constexpr char dataChannel = 0;
constexpr char errorChannel = 1;
constexpr qint64 piece = qint64{32} << 10U;
constexpr qint64 high = qint64{256} << 10U; // bytes under way in one direction: no more are read beyond it
constexpr qint64 low = high / 4;

std::string whatOf(const PodPort& target) {
    return "port " + std::to_string(target.port) + " of Pod " + shortened(target.ns) + "/" +
           shortened(target.pod);
}

std::string hintFor(const std::string& words) {
    return words.find("refused") != std::string::npos
               ? "Nothing listens on this port in the pod: check its containers' ports"
               : "Check whether the pod is running";
}

} // namespace

/// One local connection and its stream.
class PortForward::Connection final : public QObject {
public:
    Connection(PortForward& owner, QTcpSocket* local)
        : m_owner(owner)
        , m_what(whatOf(owner.m_target))
        , m_local(local)
        , m_stream(owner.m_client, {owner.m_target.ns,
                                    owner.m_target.pod,
                                    "portforward",
                                    "ports=" + std::to_string(owner.m_target.port),
                                    {"v4.channel.k8s.io"},
                                    m_what,
                                    owner.m_connectTimeout,
                                    owner.m_silence}) {
        m_local->setParent(this);
        m_local->setReadBufferSize(high);
        connect(m_local, &QTcpSocket::readyRead, this, [this] { upload(); });
        connect(m_local, &QTcpSocket::bytesWritten, this, [this] { resumeDownload(); });
        connect(m_local, &QTcpSocket::disconnected, this, [this] { localEnded(); });
        connect(&m_stream, &WebSocket::opened, this, [this] {
            m_open = true;
            upload();
        });
        connect(&m_stream, &WebSocket::sent, this, [this] { upload(); });
        connect(&m_stream, &WebSocket::received, this, [this](const QByteArray& bytes) { received(bytes); });
        connect(&m_stream, &WebSocket::finished, this,
                [this](const std::optional<Error>& error) { streamEnded(error); });
    }

private:
    void upload() {
        while (m_open && m_stream.unsent() < high && m_local->bytesAvailable() > 0) {
            m_stream.send(dataChannel + m_local->read(piece));
        }
        if (m_localEnded && (!m_open || m_local->bytesAvailable() == 0)) {
            end();
        }
    }

    void received(const QByteArray& message) {
        if (message.isEmpty()) {
            return;
        }
        const bool data = message.front() == dataChannel;
        if (!data && message.front() != errorChannel) {
            return;
        }
        auto& known = data ? m_dataPortKnown : m_errorPortKnown;
        if (!known) { // each channel begins with the port that it belongs to
            known = true;
            const bool right = message.size() == 3 &&
                               qFromLittleEndian<quint16>(message.constData() + 1) == m_owner.m_target.port;
            if (!right) {
                fail({ErrorCode::Server, "the server opened another port than was asked for", m_what, {}, 0});
            }
        } else if (data) {
            download(message.mid(1));
        } else if (message.size() > 1) {
            const auto words = shortened(message.mid(1).toStdString(), 500);
            fail({ErrorCode::Unreachable, words, m_what, hintFor(words), 0});
        }
    }

    void download(const QByteArray& bytes) {
        m_local->write(bytes);
        if (m_local->bytesToWrite() > high) {
            m_stream.setPaused(true);
        }
    }

    void resumeDownload() {
        if (m_local->bytesToWrite() < low) {
            m_stream.setPaused(false);
        }
    }

    void localEnded() {
        m_localEnded = true;
        upload(); // what it still said
    }

    void streamEnded(const std::optional<Error>& error) {
        if (error) {
            fail(*error);
        } else {
            end();
        }
    }

    void fail(const Error& error) {
        if (!std::exchange(m_done, true)) {
            const QPointer<Connection> self(this);
            auto& owner = m_owner;
            emit owner.failed(error);
            if (self) {
                leave();
            }
        }
    }

    void end() {
        if (!std::exchange(m_done, true)) {
            leave();
        }
    }

    /// What came from the pod still reaches the local side.
    void leave() {
        m_stream.close();
        m_local->disconnect(this);
        if (m_local->state() == QAbstractSocket::ConnectedState) {
            auto* local = m_local;
            local->setParent(&m_owner);
            connect(local, &QTcpSocket::disconnected, local, &QObject::deleteLater);
            local->disconnectFromHost();
        }
        m_owner.remove(this);
    }

    PortForward& m_owner;
    std::string m_what;
    QTcpSocket* m_local;
    WebSocket m_stream;
    bool m_open = false;
    bool m_dataPortKnown = false;
    bool m_errorPortKnown = false;
    bool m_localEnded = false;
    bool m_done = false;
};

PortForward::PortForward(Client& client, PodPort target, QObject* parent)
    : QObject(parent), m_client(client), m_target(std::move(target)) {
    connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
}

PortForward::~PortForward() = default;

Result<quint16> PortForward::listen(quint16 localPort) {
    if (!m_server.listen(QHostAddress::LocalHost, localPort)) {
        return fail(ErrorCode::Input,
                    "port " + std::to_string(localPort) +
                        " of this machine cannot be used: " + m_server.errorString().toStdString(),
                    whatOf(m_target), "Choose another local port, or none to get a free one");
    }
    return m_server.serverPort();
}

int PortForward::connections() const {
    return static_cast<int>(m_connections.size());
}

void PortForward::setTimeouts(std::chrono::milliseconds connect, std::chrono::milliseconds silence) {
    m_connectTimeout = connect;
    m_silence = silence;
}

void PortForward::accept() {
    while (auto* local = m_server.nextPendingConnection()) {
        m_connections.push_back(std::make_unique<Connection>(*this, local));
    }
}

void PortForward::remove(Connection* connection) {
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [connection](const auto& one) { return one.get() == connection; });
    if (found == m_connections.end()) {
        return;
    }
    found->release()->deleteLater(); // it is what calls
    m_connections.erase(found);
    emit connectionEnded();
}

} // namespace plimsoll::kube
