// SPDX-License-Identifier: Apache-2.0
// Fresh reads and writes on an API server.
#pragma once

#include "cluster/access.h"
#include "kube/client.h"

#include <array>
#include <memory>
#include <optional>

namespace plimsoll::cluster {

class LiveAccess final : public Access {
public:
    explicit LiveAccess(kube::Client& client);
    ~LiveAccess() override;

    /// The version that discovery chose; others that we understand are tried when the server does not know
    /// it.
    void setVersion(Kind kind, std::string version);

    void get(Kind kind, const std::string& ns, const std::string& name, Callback<std::string> done) override;
    void list(Kind kind, const std::string& ns, Callback<FreshList> done) override;
    void patch(const Patch& patch, Callback<std::string> done) override;

private:
    using Answered = std::function<void(Result<kube::Response>)>;
    struct Listing;

    [[nodiscard]] std::vector<std::string> versions(Kind kind) const;
    void send(kube::Request request, Answered done);
    void getVersion(std::size_t index, const KindInfo& kind, const std::string& ns, const std::string& name,
                    Callback<std::string> done);
    void listVersion(const std::shared_ptr<Listing>& listing);
    void listPage(const std::shared_ptr<Listing>& listing, const std::string& continueToken);
    void takePage(const std::shared_ptr<Listing>& listing, const std::string& continueToken,
                  const kube::Response& response);

    kube::Client& m_client;
    std::array<std::string, kindCount> m_versions;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::cluster
