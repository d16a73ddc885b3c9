// SPDX-License-Identifier: Apache-2.0
// YAML by yaml-cpp's events: its own trees would hold the whole document, and their expansion of aliases
// knows no limit.
#include "cluster/items.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

/// Values that aliases may stand for in one file: real manifests have dozens, a bomb has billions.
constexpr std::size_t mostAliased = 100'000;

struct Problem { // thrown through yaml-cpp, caught below
    YAML::Mark mark;
    std::string what;
};
struct Enough {};

class ViewBuffer : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        auto* begin =
            const_cast<char*>(text.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
        setg(begin, begin, begin + text.size());
    }
};

std::optional<Json> numberOf(std::string_view text) {
    const bool negative = text.starts_with('-');
    auto digits = negative || text.starts_with('+') ? text.substr(1) : text;
    if (digits.empty()) {
        return std::nullopt;
    }
    int base = 10;
    if (!negative && text.front() != '+' && (digits.starts_with("0x") || digits.starts_with("0o"))) {
        base = digits[1] == 'x' ? 16 : 8;
        digits.remove_prefix(2);
    }
    const auto* const end = digits.data() + digits.size();
    std::uint64_t magnitude = 0;
    const auto [at, error] = std::from_chars(digits.data(), end, magnitude, base);
    if (error == std::errc() && at == end) {
        if (!negative) {
            return magnitude;
        }
        if (magnitude <= std::uint64_t{1} << 63U) {
            return static_cast<std::int64_t>(~magnitude + 1);
        }
    }
    // YAML's floats begin with a digit or a point; from_chars would also take "inf" and "nan".
    if (base != 10 || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
        digits.find_first_of("0123456789") == std::string_view::npos || digits.front() == 'e' ||
        digits.front() == 'E' || digits.front() == '-' || digits.front() == '+') {
        return std::nullopt;
    }
    double value = 0;
    const auto [stop, failure] = std::from_chars(digits.data(), end, value);
    if (failure != std::errc() || stop != end) {
        return std::nullopt;
    }
    return negative ? -value : value;
}

/// The core schema of YAML 1.2 for a scalar without quotes.
Json plainScalar(const std::string& text) {
    if (text == "true" || text == "True" || text == "TRUE") {
        return true;
    }
    if (text == "false" || text == "False" || text == "FALSE") {
        return false;
    }
    if (auto number = numberOf(text)) {
        return std::move(*number);
    }
    return text;
}

struct Size {
    std::size_t values = 1;
    std::size_t depth = 0;
};

Size sizeOf(const Json& value) { // not deeper than deepestNesting: start() saw to that
    Size size;
    if (value.is_structured()) {
        for (const auto& child : value) {
            const auto inner = sizeOf(child);
            size.values += inner.values;
            size.depth = std::max(size.depth, inner.depth + 1);
        }
        size.depth = std::max<std::size_t>(size.depth, 1);
    }
    return size;
}

/// `<<: *defaults` (YAML 1.1, and what kubectl understands): members that the map itself lacks.
void mergeInto(Json& map) {
    const auto it = map.find("<<");
    if (it == map.end() || !it->is_structured()) {
        return;
    }
    const auto merged = std::move(*it);
    map.erase(it);
    const auto take = [&map](const Json& from) {
        if (from.is_object()) {
            for (const auto& [key, value] : from.items()) {
                map.emplace(key, value);
            }
        }
    };
    if (merged.is_array()) {
        for (const auto& from : merged) {
            take(from);
        }
    } else {
        take(merged);
    }
}

class Events : public YAML::EventHandler {
public:
    explicit Events(ItemBuilder& builder) : m_builder(builder) {}

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {
        m_anchored.clear();
        m_open.clear();
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, nullptr); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        if (expectsKey()) {
            key(value);
            return;
        }
        const bool plain = tag == "?" || tag.empty() || tag == "tag:yaml.org,2002:int" ||
                           tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool";
        scalar(mark, anchor, plain ? plainScalar(value) : Json(value));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto it = m_anchored.find(anchor);
        if (it == m_anchored.end() || expectsKey()) {
            throw Problem{mark, "an alias that stands for a key, or for something not complete yet"};
        }
        const auto size = sizeOf(it->second);
        m_aliased += size.values;
        if (m_aliased > mostAliased) {
            throw Problem{mark, "its aliases stand for more than " + std::to_string(mostAliased) +
                                    " values: this looks like an attack, not like a manifest"};
        }
        if (m_builder.depth() + size.depth > deepestNesting) {
            throw tooDeep(mark);
        }
        scalar(mark, 0, it->second);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        start(mark, anchor, false);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        start(mark, anchor, true);
    }
    void OnMapEnd() override {
        if (auto* map = m_builder.openMap(); map != nullptr) {
            mergeInto(*map);
        }
        end();
    }

private:
    struct Open {
        bool map;
        bool expectsKey; // the next event is a key
        YAML::anchor_t anchor;
    };

    static Problem tooDeep(const YAML::Mark& mark) {
        return {mark, "nested deeper than " + std::to_string(deepestNesting) + " levels"};
    }
    [[nodiscard]] bool expectsKey() const { return !m_open.empty() && m_open.back().expectsKey; }
    void key(const std::string& text) {
        m_builder.key(text);
        m_open.back().expectsKey = false;
    }
    void valueDone() {
        if (!m_open.empty()) {
            m_open.back().expectsKey = m_open.back().map;
        }
    }
    void remember(YAML::anchor_t anchor) {
        if (anchor != 0 && m_builder.completed() != nullptr) {
            m_anchored[anchor] = *m_builder.completed();
        }
    }
    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, Json value) {
        if (expectsKey()) {
            if (!value.is_null()) {
                throw Problem{mark, "a key that is no text"};
            }
            key("null");
            return;
        }
        m_builder.at(mark.pos);
        const bool goOn = m_builder.value(std::move(value));
        remember(anchor);
        valueDone();
        if (!goOn) {
            throw Enough{};
        }
    }
    void start(const YAML::Mark& mark, YAML::anchor_t anchor, bool map) {
        if (expectsKey()) {
            throw Problem{mark, "a key that is no text"};
        }
        m_builder.at(mark.pos);
        if (!m_builder.start(map ? Json::object() : Json::array())) {
            throw tooDeep(mark);
        }
        m_open.push_back({map, map, anchor});
    }
    void end() {
        const auto anchor = m_open.back().anchor;
        m_open.pop_back();
        const bool goOn = m_builder.end();
        remember(anchor);
        valueDone();
        if (!goOn) {
            throw Enough{};
        }
    }

    ItemBuilder& m_builder;
    std::map<YAML::anchor_t, Json> m_anchored;
    std::vector<Open> m_open;
    std::size_t m_aliased = 0;
};

Failure broken(const YAML::Mark& mark, const std::string& what) {
    return fail(ErrorCode::Input, "is no valid YAML at line " + std::to_string(mark.line + 1) + ", column " +
                                      std::to_string(mark.column + 1) + " (" + shortened(what, 160) + ")");
}

} // namespace

Result<ListHead> readYamlItems(std::string_view text, const UseItem& use) {
    ItemBuilder builder(use);
    try {
        ViewBuffer buffer(text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        Events events(builder);
        while (parser.HandleNextDocument(events)) {
        }
    } catch (const Enough&) {
        return builder.head();
    } catch (const Problem& problem) {
        return broken(problem.mark, problem.what);
    } catch (const YAML::Exception& error) {
        return broken(error.mark, error.msg);
    }
    return builder.head();
}

} // namespace plimsoll::cluster
