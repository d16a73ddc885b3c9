// SPDX-License-Identifier: Apache-2.0
#include "dump/splitter.h"

namespace plimsoll::dump {
namespace {

constexpr std::size_t keyLimit = 64U << 10U;
constexpr std::size_t keptBuffer = 1U << 20U; // more is given back after each value
constexpr std::size_t wrappers = 8;           // objects around `configs`: tools name the pod there

constexpr const char* howToTakeOne = "Take one with: kubectl exec -n NAMESPACE POD -c istio-proxy -- "
                                     "pilot-agent request GET 'config_dump?include_eds' > FILE";

/// "…ClustersConfigDump.DynamicCluster": what ?resource= answers with, one list without its section.
bool isElementType(std::string_view type) {
    const auto at = type.find("ConfigDump.");
    return at != std::string_view::npos;
}

} // namespace

DumpSplitter::DumpSplitter(Take take, End end, std::size_t limit)
    : m_take(std::move(take)), m_end(std::move(end)), m_limit(limit) {}

Failure DumpSplitter::reject(std::string what, std::string hint) {
    m_error = Error{ErrorCode::Input, std::move(what), {}, hint.empty() ? howToTakeOne : std::move(hint), 0};
    return tl::unexpected(*m_error);
}

Failure DumpSplitter::broken() {
    return reject("broken JSON at byte " + std::to_string(m_offset),
                  "Look whether the file was cut or edited there, and take the dump again");
}

Result<void> DumpSplitter::feed(std::string_view bytes) {
    if (m_error) {
        return tl::unexpected(*m_error);
    }
    while (!bytes.empty()) {
        if (m_where == Where::Key || m_where == Where::Value) {
            const auto used = scan(bytes);
            if (!used) {
                return tl::unexpected(used.error());
            }
            m_offset += static_cast<std::int64_t>(*used);
            bytes.remove_prefix(*used);
            continue;
        }
        const char c = bytes.front();
        if (kube::isJsonSpace(c)) {
            if (++m_gap > m_limit) {
                return reject("more than " + std::to_string(m_limit / 1'000'000) + " MB of white space");
            }
        } else {
            m_gap = 0;
            if (auto ok = token(c); !ok) {
                return ok;
            }
            if (m_where == Where::Key || m_where == Where::Value) {
                continue; // its first byte belongs to what is scanned now
            }
        }
        ++m_offset;
        bytes.remove_prefix(1);
        if (m_where == Where::After && m_frames.empty()) {
            m_where = Where::Done;
        }
    }
    return {};
}

/// One byte between keys and values.
Result<void> DumpSplitter::token(char c) {
    switch (m_where) {
    case Where::Start:
        return start(c);
    case Where::FirstKey:
    case Where::NextKey:
        if (c == '"') {
            m_where = Where::Key;
            m_scanner = {};
            m_length = 0;
            return {};
        }
        break;
    case Where::BeforeValue:
    case Where::FirstItem:
    case Where::NextItem:
        if (c != ',' && c != '}' && c != ']' && c != ':') {
            return value(c);
        }
        break;
    default:
        break;
    }
    return between(c);
}

Result<void> DumpSplitter::start(char c) {
    if (c == '{') {
        m_frames.push_back(Frame::Wrapper);
        m_where = Where::FirstKey;
        return {};
    }
    if (c == '<') {
        return reject("this is HTML or XML, no config_dump");
    }
    return reject("this is no config_dump, which is a JSON object (it begins with '" +
                  shortened(std::string_view(&c, 1)) + "')");
}

/// The first byte of a member's value or of an item.
Result<void> DumpSplitter::value(char c) {
    if (opens(c)) {
        return {};
    }
    if (m_frames.back() == Frame::Configs) {
        return reject("entry " + std::to_string(m_sections + 1) + " of \"configs\" is no object");
    }
    if (m_frames.back() == Frame::Wrapper && m_key == "configs") {
        return m_found ? reject("the file holds more than one dump", "Give one dump a file")
                       : reject(R"(this is no config_dump: its "configs" is no list)");
    }
    m_where = Where::Value;
    m_scanner = {};
    m_length = 0;
    return {};
}

/// Goes into what is not taken whole.
bool DumpSplitter::opens(char c) {
    const Frame frame = m_frames.back();
    if (frame == Frame::Wrapper && c == '[' && m_key == "configs" && !m_found) {
        m_frames.push_back(Frame::Configs);
        m_where = Where::FirstItem;
        m_found = true;
        return true;
    }
    if (frame == Frame::Wrapper && c == '{' && m_frames.size() < wrappers) {
        m_frames.push_back(Frame::Wrapper);
        m_where = Where::FirstKey;
        return true;
    }
    if (frame == Frame::Configs && c == '{') {
        m_frames.push_back(Frame::Section);
        m_where = Where::FirstKey;
        m_type.clear();
        m_sectionFrom = m_offset;
        return true;
    }
    if (frame == Frame::Section && c == '[') {
        m_frames.push_back(Frame::List);
        m_where = Where::FirstItem;
        m_list = m_key;
        return true;
    }
    return false;
}

Result<void> DumpSplitter::between(char c) {
    if (m_where == Where::Done) {
        return reject("the dump is followed by something else at byte " + std::to_string(m_offset),
                      "Give one dump a file");
    }
    if (m_where == Where::Colon && c == ':') {
        m_where = Where::BeforeValue;
        return {};
    }
    const bool list = m_frames.back() == Frame::Configs || m_frames.back() == Frame::List;
    if (m_where == Where::After && c == ',') {
        m_where = list ? Where::NextItem : Where::NextKey;
        return {};
    }
    const bool mayEnd = m_where == Where::After || m_where == Where::FirstKey || m_where == Where::FirstItem;
    if (mayEnd && c == (list ? ']' : '}')) {
        close();
        return {};
    }
    return broken();
}

void DumpSplitter::close() {
    if (m_frames.back() == Frame::Section) {
        ++m_sections;
        m_end(m_type, m_offset + 1 - m_sectionFrom);
    }
    m_frames.pop_back();
    m_where = Where::After;
}

Result<std::size_t> DumpSplitter::scan(std::string_view bytes) {
    const auto piece = bytes.substr(0, m_scanner.feed(bytes));
    const bool key = m_where == Where::Key;
    const bool skipped = !key && m_frames.back() == Frame::Wrapper; // beside or around `configs`
    m_length += piece.size();
    if (m_length > (key ? keyLimit : m_limit)) {
        return reject((key ? std::string("a key") : "one value of \"" + shortened(m_key) + '"') +
                          " has no end within " +
                          (key ? std::string("64 kB") : std::to_string(m_limit / 1'000'000) + " MB"),
                      "Look at byte " + std::to_string(m_offset) + ", and take the dump again");
    }
    if (!m_scanner.done()) {
        if (!skipped) {
            m_buffer.append(piece);
        }
        return piece.size();
    }
    m_valueEnd = m_offset + static_cast<std::int64_t>(piece.size());
    Result<void> taken;
    if (m_buffer.empty()) {
        taken = scanned(skipped ? std::string_view() : piece);
    } else {
        m_buffer.append(piece);
        std::string text;
        text.swap(m_buffer); // what is scanned may begin the next value
        taken = scanned(text);
        if (m_buffer.empty() && text.capacity() <= keptBuffer) {
            m_buffer.swap(text);
            m_buffer.clear();
        }
    }
    return taken.map([&] { return piece.size(); });
}

Result<void> DumpSplitter::scanned(std::string_view text) {
    if (m_where == Where::Key) {
        m_key = kube::stringOf(text).value_or(std::string());
        m_where = Where::Colon;
        return {};
    }
    m_where = Where::After;
    switch (m_frames.back()) {
    case Frame::Wrapper:
        return {};
    case Frame::Configs: // a whole element
        ++m_sections;
        m_end(m_type, m_valueEnd - m_sectionFrom);
        return member(text);
    case Frame::List:
        return member(text);
    case Frame::Section:
        break;
    }
    if (m_key == "@type") {
        m_type = kube::stringOf(text).value_or(std::string());
        if (isElementType(m_type)) {
            wholeElement();
        }
        return {};
    }
    return member(text);
}

/// Gives a piece on; its error becomes ours.
Result<void> DumpSplitter::member(std::string_view text) {
    const Frame frame = m_frames.back();
    const std::string_view field = frame == Frame::List      ? std::string_view(m_list)
                                   : frame == Frame::Section ? std::string_view(m_key)
                                                             : std::string_view();
    auto taken = m_take({m_type, field, text});
    if (!taken) {
        m_error = taken.error();
    }
    return taken;
}

/// From behind its "@type" on, the element is one value.
void DumpSplitter::wholeElement() {
    m_frames.pop_back();
    m_buffer = R"({"@type":")" + m_type + '"';
    m_scanner = {};
    m_scanner.feed(m_buffer);
    m_where = Where::Value;
    m_length = 0;
}

Result<void> DumpSplitter::finish() {
    if (m_error) {
        return tl::unexpected(*m_error);
    }
    if (m_where == Where::Start) {
        return reject("the file is empty");
    }
    if (m_where != Where::Done) {
        return reject("the dump was cut off after " + std::to_string(m_offset) + " bytes, in its section " +
                          std::to_string(m_sections + 1),
                      "Take it again, and see that the disk and the connection hold out");
    }
    if (!m_found) {
        return reject(R"(this is JSON, but no config_dump: it has no "configs")");
    }
    return {};
}

} // namespace plimsoll::dump
