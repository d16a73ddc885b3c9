// SPDX-License-Identifier: Apache-2.0
// What --request-timeout and -v ask of one reply: an end when it takes too long as a whole, and a line about
// it.
#pragma once

#include "kube/client.h"

#include <QElapsedTimer>

namespace plimsoll::kube {

class ReplyWatch {
public:
    /// Requests without a time limit of their own (watches) get none here either.
    void begin(QNetworkReply* reply, const Request& request, const Config& config);
    /// Tells the log, under plimsoll.request.
    void ended(const QNetworkReply& reply, const Request& request) const;
    /// It was ended because it took too long.
    [[nodiscard]] std::optional<Error> late(const Config& config) const;

private:
    QElapsedTimer m_since;
    std::shared_ptr<bool> m_late;
};

} // namespace plimsoll::kube
