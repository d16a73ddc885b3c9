// SPDX-License-Identifier: Apache-2.0
// Asks the server what these credentials may do (SelfSubjectAccessReview), a few questions at a time.
#pragma once

#include "kube/client.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace plimsoll::kube {

struct AccessQuestion {
    std::string verb; // "list", "watch", "*"
    std::string group;
    std::string resource; // "pods", "*"
    std::string ns;       // empty: in all namespaces
};

class AccessReviews {
public:
    explicit AccessReviews(Client& client) : m_client(client) {}

    /// Nothing: the server does not tell (an older proxy, no right to ask); then trying is the only way.
    using Answer = std::function<void(std::optional<bool> allowed)>;
    /// Never answered before the call returned, nor after this object is gone.
    void ask(AccessQuestion question, Answer done);

private:
    struct Waiting {
        AccessQuestion question;
        Answer done;
    };
    void next();

    Client& m_client;
    std::deque<Waiting> m_waiting;
    int m_open = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::kube
