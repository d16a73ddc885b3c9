// SPDX-License-Identifier: Apache-2.0
// Qt's network errors as sentences that name the server and the next step.
#include "kube/connections.h"

#include <QNetworkReply>
#include <QUrl>

namespace plimsoll::kube {
namespace {

std::string hostPort(const QUrl& url) {
    const auto host =
        url.host().contains(u':') ? QLatin1Char('[') + url.host() + QLatin1Char(']') : url.host();
    return host.toStdString() + ":" + std::to_string(url.port(url.scheme() == u"https" ? 443 : 80));
}

std::string seconds(std::chrono::milliseconds time) {
    const auto ms = time.count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

/// Qt turns statuses from 400 on into errors, 400 itself into a protocol's.
bool isHttpStatus(QNetworkReply::NetworkError error) {
    return (error >= QNetworkReply::ContentAccessDenied && error <= QNetworkReply::UnknownContentError) ||
           (error >= QNetworkReply::InternalServerError && error <= QNetworkReply::UnknownServerError) ||
           error == QNetworkReply::ProtocolInvalidOperationError;
}

void describe(Error& error, const QNetworkReply& reply, std::chrono::milliseconds timeout) {
    const auto target = hostPort(reply.url());
    const bool begun = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        error.what = "the connection to the server " + target + " was refused";
        error.hint = "Is it running, and is this the right host and port?";
        break;
    case QNetworkReply::HostNotFoundError:
        error.what = "no such host: " + shortened(reply.url().host().toStdString());
        error.hint = "Check the server's name in the kubeconfig, and the network or VPN";
        break;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: // by Qt's transfer timeout; our own ends are silent
        error.what = reply.error() == QNetworkReply::TimeoutError || timeout.count() == 0
                         ? "no connection to " + target + " in time"
                         : "nothing came from " + target + " for " + seconds(timeout);
        error.hint = "Check the network or VPN, and whether the server is overloaded";
        break;
    case QNetworkReply::RemoteHostClosedError:
        error.what = begun ? "the connection to " + target + " broke in the middle of the answer"
                           : "the server " + target + " closed the connection without an answer";
        break;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        error.what = "the network went away";
        error.hint = "Check the network or VPN";
        break;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
        error.what = "the proxy before " + target +
                     " cannot be reached: " + shortened(reply.errorString().toStdString(), 160);
        error.hint = "Check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY";
        break;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        error.what = "the proxy before " + target + " asks for a login";
        error.hint = "Write the proxy as http://USER:PASSWORD@HOST:PORT";
        break;
    default:
        error.what =
            (begun ? "the answer of " + target + " broke off: " : "no connection to " + target + ": ") +
            shortened(reply.errorString().toStdString(), 200);
    }
}

} // namespace

std::optional<Error> transportError(const QNetworkReply& reply, const QList<QSslError>& refusals,
                                    const Config& config, std::chrono::milliseconds timeout) {
    const auto kind = reply.error();
    const bool begun = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    if (kind == QNetworkReply::NoError || (begun && isHttpStatus(kind))) {
        if (begun) {
            return std::nullopt;
        }
        return Error{ErrorCode::Server, "the answer is not HTTP", shownServer(config),
                     "Check the server's URL and port", 0};
    }
    if (!refusals.isEmpty()) {
        const auto host =
            config.tlsServerName.empty() ? reply.url().host().toStdString() : config.tlsServerName;
        return certificateError(refusals, host, shownServer(config));
    }
    if (kind == QNetworkReply::SslHandshakeFailedError) {
        return handshakeError(reply.errorString(), shownServer(config));
    }
    Error error{ErrorCode::Unreachable, {}, shownServer(config), {}, 0};
    describe(error, reply, timeout);
    return error;
}

} // namespace plimsoll::kube
