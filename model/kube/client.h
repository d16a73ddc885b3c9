// SPDX-License-Identifier: Apache-2.0
// Requests to one API server with one credential, over HTTP/1.1 (Qt 6.4 hangs after an HTTP/2 GOAWAY). Lives
// on one thread; answers come there, once each, never before the call returned.
#pragma once

#include "base/error.h"
#include "kube/kubeconfig.h"

#include <QByteArray>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

class QNetworkReply;

namespace plimsoll::kube {

struct Request {
    QByteArray method = "GET";
    std::string path; // "/api/v1/services?limit=5", percent-encoded where needed
    QByteArray body;
    QByteArray contentType;
    QByteArray accept = "application/json";
    std::chrono::milliseconds timeout{30'000}; // without a byte; 0: none
};

struct Response {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    std::vector<std::string> warnings; // Warning: 299 headers
};

/// Asked before a credential plugin runs for the first time for a context. Answer by calling `decide`, on the
/// client's thread.
using ExecConsent = std::function<void(const std::string& commandLine, std::function<void(bool)> decide)>;

class PluginCache;

class Client final : public QObject {
    Q_OBJECT

public:
    explicit Client(Config config, QObject* parent = nullptr);
    ~Client() override;

    [[nodiscard]] const Config& config() const;
    void setExecConsent(ExecConsent consent);
    /// Shares what credential plugins give with other clients; before the first request.
    void setPlugins(const std::shared_ptr<PluginCache>& plugins);

    /// Done with the answer (also 4xx and 5xx: see check()) or with why there is none: Unreachable with TLS
    /// details, Unauthorized from a plugin, Input for a key or proxy that cannot be used. A 401 renews a
    /// token file's or plugin's credential and is asked once more. Destroying the client drops what is under
    /// way without calling `done`.
    void send(Request request, std::function<void(Result<Response>)> done);

    /// A long answer, read as it arrives with a limited buffer; each Stream gets a connection of a pool that
    /// it shares with four others at most, never with send().
    class Stream;
    [[nodiscard]] std::unique_ptr<Stream> open(Request request);

signals:
    void warned(const plimsoll::Error& warning); // Warning headers, plugin stderr

private:
    class Private;
    friend class Stream;
    friend class WebSocket;
    std::unique_ptr<Private> d;
};

/// Destroying it ends the request without further signals.
class Client::Stream final : public QObject {
    Q_OBJECT

public:
    ~Stream() override;
    [[nodiscard]] int status() const; // HTTP status once headers are here, else 0
    /// How long to wait before asking again, where the server says so in a Retry-After header, in whole
    /// seconds.
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const;

signals:
    void headers(int status);
    void data(const QByteArray& bytes);
    void finished(const std::optional<plimsoll::Error>& error); // none: a clean end

private:
    friend class Client;
    Stream();
    class Private;
    std::unique_ptr<Private> d;
};

/// An error for an answer that is not 2xx, from its Status object or, where it is none (HTML, text), saying
/// so. `where`: the thing asked for.
[[nodiscard]] std::optional<Error> check(const Response& response, const std::string& where);

/// Percent-encodes one path segment or query value.
[[nodiscard]] std::string encoded(std::string_view text);

} // namespace plimsoll::kube
