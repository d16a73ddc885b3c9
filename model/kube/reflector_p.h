// SPDX-License-Identifier: Apache-2.0
// The inside of Reflector: a list, then watches, and between them the waiting.
#pragma once

#include "kube/backoff.h"
#include "kube/bodyreader.h"
#include "kube/reflector.h"
#include "kube/splitter.h"

#include <QElapsedTimer>
#include <QTimer>

namespace plimsoll::kube {

class Reflector::Private {
public:
    Private(Client& client, Collection collection, ReflectorSink& sink);

    void setTiming(const ReflectorTiming& timing);
    void start();
    void expect(std::int64_t objects);
    void restart();
    [[nodiscard]] const std::string& resourceVersion() const { return m_resourceVersion; }

private:
    using State = ReflectorSink::State;
    using Ms = std::chrono::milliseconds;

    /// Where a list is read from, from cheap to dear.
    enum class From {
        Cache,       // resourceVersion=0: whatever the server has in memory
        NotOlder,    // not older than what was seen
        Pages,       // the newest, from etcd, in pages
        LatestWhole, // the newest in one piece: when the next page was gone
    };
    enum class Step { List, Watch };

    // listing (reflector_list.cpp)
    void list();
    void listPage();
    [[nodiscard]] Request listRequest() const;
    void beginOnce();
    Result<void> listBytes(std::string_view bytes);
    void listEnded(const std::optional<Trouble>& trouble);
    void pageComplete();
    void listComplete();
    void listFailed(const Trouble& trouble);
    void known(std::string resourceVersion); // the sink has a whole list as of this
    [[nodiscard]] std::optional<int> percent() const;

    // watching (reflector_watch.cpp)
    void watch();
    [[nodiscard]] Ms watchTime() const;
    [[nodiscard]] Request watchRequest(Ms timeout) const;
    void watchOpened();
    Result<void> watchBytes(std::string_view bytes);
    void watchLine(std::string_view line);
    void watchEnded(const std::optional<Trouble>& trouble);
    void watchFailed(const Trouble& trouble);

    // a list that comes as a stream and goes on as a watch (reflector_stream.cpp)
    [[nodiscard]] bool shouldStream() const;
    void stream();
    [[nodiscard]] Request streamRequest(Ms timeout) const;
    Result<void> streamBytes(std::string_view bytes);
    void streamEvent(const WatchEvent& event);
    void streamComplete(std::string_view bookmark);
    void streamFailed(const Trouble& trouble);

    // both (reflector.cpp)
    void run(Step step);
    void retryIn(Ms wait, Step step);
    void setState(State state, const std::optional<Error>& error = std::nullopt);
    void stumbled(const Error& error); // Stale, or Failed when there is no list yet
    /// 401, 403, 404. True when it was dealt with.
    bool refused(const Trouble& trouble);
    void vanish();
    [[nodiscard]] Ms waitAfter(const Trouble& trouble);
    [[nodiscard]] bool settling();
    [[nodiscard]] std::string selectors() const;

    Client& m_client;
    Collection m_collection;
    ReflectorSink& m_sink;
    ReflectorTiming m_timing;
    Backoff m_connectBackoff;
    Backoff m_serverBackoff;
    QTimer m_retry;
    QTimer m_deadline;
    BodyReader::Ptr m_reader;

    Step m_step = Step::List;
    std::optional<State> m_state;
    std::optional<Error> m_error;
    std::string m_resourceVersion; // of the last whole list or event
    bool m_listed = false;         // the sink has a whole list
    QElapsedTimer m_refusals;      // since the first refusal in a row

    From m_from = From::Cache;
    std::optional<ListSplitter> m_splitter;
    std::string m_continue;
    bool m_began = false;
    std::int64_t m_items = 0;    // of the pages before this one
    std::int64_t m_expected = 0; // of the whole list; 0: not known
    int m_cutLists = 0;
    bool m_mayWatch = true;   // else lists are all we get
    bool m_mayStream = true;  // as far as we know
    bool m_streaming = false; // the stream under way has not come to the end of its list
    Ms m_streamTime{0};       // how long the stream may take, list and watch
    int m_throttled = 0;      // lists refused in a row because the server has too much to do

    LineSplitter m_lines;
    QElapsedTimer m_watchClock;
    std::int64_t m_events = 0; // of this watch, bookmarks too
    int m_shortWatches = 0;
    int m_goneInARow = 0;
    std::optional<Trouble> m_eventTrouble; // an ERROR event, or a line that is none
};

} // namespace plimsoll::kube
