// SPDX-License-Identifier: Apache-2.0
#include "kube/bodyreader.h"

#include <algorithm>

namespace plimsoll::kube {
namespace {

constexpr std::size_t refusalLimit = 1U << 20U;

} // namespace

BodyReader::BodyReader(Client& client, const Request& request, std::string where, Handlers handlers)
    : m_where(std::move(where)), m_handlers(std::move(handlers)), m_stream(client.open(request)) {
    connect(m_stream.get(), &Client::Stream::headers, this, [this](int status) {
        if (!m_closed && status / 100 == 2) {
            m_handlers.opened();
        }
    });
    connect(m_stream.get(), &Client::Stream::data, this, [this](const QByteArray& bytes) { take(bytes); });
    connect(m_stream.get(), &Client::Stream::finished, this,
            [this](const std::optional<Error>& error) { finish(error); });
}

void BodyReader::Closer::operator()(BodyReader* reader) const {
    reader->close();
    reader->deleteLater();
}

void BodyReader::close() {
    m_closed = true;
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream.release()->deleteLater(); // this may run inside one of its signals
    }
}

bool BodyReader::succeeded() const {
    return m_stream && m_stream->status() / 100 == 2;
}

void BodyReader::take(const QByteArray& bytes) {
    if (m_closed) {
        return;
    }
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (!succeeded()) {
        m_refusal.append(view.substr(0, refusalLimit - std::min(refusalLimit, m_refusal.size())));
        return;
    }
    if (const auto ok = m_handlers.bytes(view); !ok && !m_closed) {
        end(Trouble{ok.error(), {}, {}});
    }
}

void BodyReader::finish(const std::optional<Error>& error) {
    if (m_closed) {
        return;
    }
    const int status = m_stream->status();
    if (status != 0 && !succeeded()) {
        auto trouble = troubleOf(status, m_refusal, m_where); // also where Qt calls a 403 a network error
        if (const auto asked = m_stream->retryAfter()) {
            trouble.retryAfter =
                std::max<std::chrono::milliseconds>(*asked, trouble.retryAfter.value_or(*asked));
        }
        end(trouble);
    } else if (error) {
        Trouble trouble{*error, {}, {}};
        trouble.error.httpStatus = 0;
        end(trouble);
    } else {
        end(std::nullopt);
    }
}

void BodyReader::end(const std::optional<Trouble>& trouble) {
    close();
    m_handlers.ended(trouble);
}

} // namespace plimsoll::kube
