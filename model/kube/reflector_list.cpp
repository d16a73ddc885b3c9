// SPDX-License-Identifier: Apache-2.0
#include "kube/reflector_p.h"

namespace plimsoll::kube {
namespace {

constexpr int patience = 5; // lists refused with 429 in a row; client-go asks ten times

} // namespace

void Reflector::Private::list() {
    m_continue.clear();
    m_began = false;
    m_items = 0;
    if (!m_state || *m_state == State::Live) {
        setState(State::Listing);
    }
    listPage();
}

Request Reflector::Private::listRequest() const {
    Request request;
    request.path = m_collection.path + "?";
    switch (m_from) {
    case From::Cache:
        request.path += "resourceVersion=0";
        break;
    case From::NotOlder:
        request.path += "resourceVersion=" + encoded(m_resourceVersion);
        break;
    case From::Pages: // a page after the first may not name a resourceVersion
        request.path += "limit=" + std::to_string(m_timing.pageSize) +
                        (m_continue.empty() ? std::string() : "&continue=" + encoded(m_continue));
        break;
    case From::LatestWhole:
        request.path += "resourceVersion=";
        break;
    }
    request.path += selectors();
    request.timeout = m_timing.listSilence;
    return request;
}

void Reflector::Private::beginOnce() {
    if (!m_began) {
        m_began = true;
        m_sink.listBegan();
    }
}

void Reflector::Private::listPage() {
    m_splitter.emplace([this](std::string_view item) {
        beginOnce();
        m_sink.listItem(item);
    });
    m_reader.reset(new BodyReader(m_client, listRequest(), m_collection.what,
                                  {[] {}, [this](std::string_view bytes) { return listBytes(bytes); },
                                   [this](const std::optional<Trouble>& trouble) { listEnded(trouble); }}));
}

std::optional<int> Reflector::Private::percent() const {
    if (m_expected <= 0) {
        return std::nullopt;
    }
    const auto here = m_items + (m_splitter ? m_splitter->items() : 0);
    return static_cast<int>(std::min<std::int64_t>(100, here * 100 / m_expected));
}

Result<void> Reflector::Private::listBytes(std::string_view bytes) {
    const auto ok = m_splitter->feed(bytes);
    m_sink.progress(static_cast<std::int64_t>(bytes.size()), percent());
    return ok;
}

void Reflector::Private::listEnded(const std::optional<Trouble>& trouble) {
    m_reader.reset();
    if (trouble) {
        Trouble named = *trouble;
        if (named.error.where.empty()) {
            named.error.where = m_collection.what;
        }
        listFailed(named);
    } else if (auto ok = m_splitter->finish(); ok) {
        pageComplete();
    } else if (const auto status = m_splitter->status(); !status.empty()) {
        listFailed(troubleOfStatus(status, m_collection.what));
    } else {
        ok.error().where = m_collection.what;
        listFailed(Trouble{ok.error(), {}, {}});
    }
}

void Reflector::Private::pageComplete() {
    m_items += m_splitter->items();
    m_continue = m_splitter->continueToken();
    if (m_continue.empty()) {
        listComplete();
        return;
    }
    m_expected = m_splitter->remaining() >= 0 ? m_items + m_splitter->remaining() : 0;
    if (m_from != From::Pages) {
        m_from = From::Pages; // a server that cuts what was asked for whole
    }
    listPage();
}

void Reflector::Private::listComplete() {
    auto version = m_splitter->resourceVersion();
    m_splitter.reset();
    known(std::move(version));
    if (m_mayWatch) {
        setState(State::Live);
    }
    run(Step::Watch);
}

void Reflector::Private::known(std::string resourceVersion) {
    beginOnce();
    m_resourceVersion = std::move(resourceVersion);
    m_expected = m_items; // of the next list
    m_cutLists = 0;
    m_throttled = 0;
    m_listed = true;
    m_refusals.invalidate();
    m_connectBackoff.reset();
    m_from = From::NotOlder;
    m_sink.listEnded();
}

void Reflector::Private::listFailed(const Trouble& trouble) {
    if (trouble.gone()) {
        // A page that is gone: its list is asked for again in one piece. Else the server has lost our past.
        const bool nextPage = m_from == From::Pages && !m_continue.empty();
        const bool again = m_from == From::LatestWhole || (m_from == From::Pages && !nextPage);
        m_from = nextPage ? From::LatestWhole : From::Pages;
        if (!again) {
            run(Step::List);
            return;
        }
    } else if (refused(trouble)) {
        return;
    } else if (m_from == From::Cache || m_from == From::NotOlder) {
        const int status = trouble.error.httpStatus;
        // No answer to such a list, or too large a one for what lies between: smaller pieces.
        const bool cut = status == 0 && m_began && ++m_cutLists >= 2;
        if (trouble.tooLarge() || status == 400 || status == 422 || status == 504 || cut) {
            m_from = From::Pages;
        }
    }
    // A server that has too much to do is no failure before it has said so for a while.
    const bool busy = trouble.error.httpStatus == 429 && !m_listed && ++m_throttled <= patience;
    if (!busy) {
        stumbled(trouble.error);
    }
    retryIn(waitAfter(trouble), Step::List);
}

} // namespace plimsoll::kube
