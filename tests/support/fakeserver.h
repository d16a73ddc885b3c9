// SPDX-License-Identifier: Apache-2.0
// A scripted HTTP/1.1 server on 127.0.0.1, in the test's own thread and event loop: it answers what a test
// tells it to, also what no real server would (cuts, stalls, HTML), and remembers what it was asked.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <vector>

namespace plimsoll::test {

struct FakeRequest {
    QByteArray method;
    QByteArray target;                    // "/api/v1/pods?watch=true"
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    [[nodiscard]] QByteArray path() const;
    [[nodiscard]] QString query(const QString& name) const; // decoded
};

/// One answer under way. May be kept by the test and continued later; does nothing once the client is gone.
class FakeExchange {
public:
    explicit FakeExchange(QTcpSocket* socket) : m_socket(socket) {}
    using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

    /// A whole answer with Content-Length.
    void respond(int status, const QByteArray& body, const QByteArray& contentType = "application/json",
                 const Headers& more = {});
    /// A chunked answer: begin, any number of chunks, end. Without end it stalls; cut() breaks it off.
    void begin(int status = 200, const QByteArray& contentType = "application/json");
    void chunk(const QByteArray& bytes);
    void end();
    /// Closes the connection at once, whatever is under way (RST where the system does so).
    void cut();
    /// Bytes as they are, for broken answers.
    void raw(const QByteArray& bytes);
    [[nodiscard]] bool connected() const;

private:
    QPointer<QTcpSocket> m_socket;
};

class FakeServer final : public QObject {
    Q_OBJECT

public:
    using Exchange = std::shared_ptr<FakeExchange>;
    using Handler = std::function<void(const FakeRequest&, const Exchange&)>;

    /// Listens at once. What no handler takes is answered as the API server does: 404 text/plain.
    explicit FakeServer(QObject* parent = nullptr);
    ~FakeServer() override;

    [[nodiscard]] std::string url() const; // "http://127.0.0.1:PORT"
    void handle(Handler handler);
    [[nodiscard]] const std::vector<FakeRequest>& requests() const { return m_requests; }

    /// Closes the port and every connection, as a killed process does.
    void kill();
    /// Listens again on the same port.
    void restart();

private:
    void accept();
    void read(QTcpSocket* socket);

    QTcpServer m_server;
    quint16 m_port = 0;
    Handler m_handler;
    std::vector<FakeRequest> m_requests;
    QMap<QTcpSocket*, QByteArray> m_received;
};

} // namespace plimsoll::test
