// SPDX-License-Identifier: Apache-2.0
// A port of 127.0.0.1 that leads into a pod, as kubectl port-forward makes one. The form is the older one of
// the kubelet (v4.channel.k8s.io with ?ports=), which every version serves; its limits: a new stream for each
// connection, and no half-closed ones. Source: kubelet pkg/cri/streaming/portforward/websocket.go.
#pragma once

#include "kube/client.h"

#include <QTcpServer>

#include <memory>
#include <string>

namespace plimsoll::kube {

struct PodPort {
    std::string ns;
    std::string pod;
    quint16 port = 0;
};

class PortForward final : public QObject {
    Q_OBJECT

public:
    /// Nothing is asked of the server before somebody connects. Needs get (and, from 1.35, create) on
    /// pods/portforward.
    PortForward(Client& client, PodPort target, QObject* parent = nullptr);
    /// Ends every connection and closes the port.
    ~PortForward() override;

    /// Listens on 127.0.0.1, 0 for any free port; gives the port. Input: it is taken.
    [[nodiscard]] Result<quint16> listen(quint16 localPort = 0);
    [[nodiscard]] int connections() const; // open now

    /// How long a stream may take to open, and a dead one to be noticed. Before listen().
    void setTimeouts(std::chrono::milliseconds connect, std::chrono::milliseconds silence);

signals:
    /// A connection came to no good, for example because nothing listens on the pod's port; others go on.
    void failed(const plimsoll::Error& error);
    void connectionEnded();

private:
    class Connection;
    void accept();
    void remove(Connection* connection);

    Client& m_client;
    PodPort m_target;
    std::chrono::milliseconds m_connectTimeout{30'000};
    std::chrono::milliseconds m_silence{60'000};
    QTcpServer m_server;
    std::vector<std::unique_ptr<Connection>> m_connections;
};

} // namespace plimsoll::kube
