// SPDX-License-Identifier: Apache-2.0
// One streamed answer: its bytes when it is a success, else what the server said about why not.
#pragma once

#include "kube/client.h"
#include "kube/watchevent.h"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace plimsoll::kube {

class BodyReader final : public QObject {
public:
    struct Handlers {
        std::function<void()> opened;                             // the headers of a success are here
        std::function<Result<void>(std::string_view)> bytes;      // an error ends the request with it
        std::function<void(const std::optional<Trouble>&)> ended; // last, once
    };
    /// Begins at once; `where` is for messages.
    BodyReader(Client& client, const Request& request, std::string where, Handlers handlers);

    /// Ends the request; no handler is called any more. Safe inside a handler.
    void close();

    /// For std::unique_ptr: closes now, deletes when no handler runs any more.
    struct Closer {
        void operator()(BodyReader* reader) const;
    };
    using Ptr = std::unique_ptr<BodyReader, Closer>;

private:
    void take(const QByteArray& bytes);
    void finish(const std::optional<Error>& error);
    void end(const std::optional<Trouble>& trouble);
    [[nodiscard]] bool succeeded() const;

    std::string m_where;
    Handlers m_handlers;
    std::unique_ptr<Client::Stream> m_stream;
    std::string m_refusal; // the body of an answer that is no success
    bool m_closed = false;
};

} // namespace plimsoll::kube
