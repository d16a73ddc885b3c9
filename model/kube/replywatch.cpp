// SPDX-License-Identifier: Apache-2.0
#include "kube/replywatch.h"

#include "kube/connections.h"
#include "kube/words.h"

#include <QLoggingCategory>
#include <QNetworkReply>
#include <QTimer>

namespace plimsoll::kube {
namespace {

Q_LOGGING_CATEGORY(requests, "plimsoll.request", QtWarningMsg)

} // namespace

void ReplyWatch::begin(QNetworkReply* reply, const Request& request, const Config& config) {
    m_since.start();
    m_late = std::make_shared<bool>(false);
    if (config.requestTimeout.count() > 0 && request.timeout.count() > 0) {
        QTimer::singleShot(config.requestTimeout, reply, [late = m_late, reply] {
            *late = true;
            reply->abort();
        });
    }
}

void ReplyWatch::ended(const QNetworkReply& reply, const Request& request) const {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    qCInfo(requests, "%s %s %s in %lld ms", request.method.constData(),
           reply.url().toEncoded(QUrl::RemoveUserInfo).constData(),
           status > 0 ? QByteArray::number(status).constData() : qPrintable(reply.errorString()),
           m_since.elapsed());
}

std::optional<Error> ReplyWatch::late(const Config& config) const {
    if (!m_late || !*m_late) {
        return std::nullopt;
    }
    const auto ms = config.requestTimeout.count();
    return Error{ErrorCode::Unreachable,
                 "the answer took longer than " +
                     (ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms"),
                 shownServer(config), "Give a longer --request-timeout, or 0 for none", 0};
}

} // namespace plimsoll::kube
