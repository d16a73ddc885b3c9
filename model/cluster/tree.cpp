// SPDX-License-Identifier: Apache-2.0
#include "cluster/tree.h"

#include "kube/scan.h"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

constexpr std::size_t bytesANode = 24; // of API objects with their managedFields, about

/// The first byte of a string that is more than plain ASCII: a quote, a backslash, a control character, or
/// part of a longer character.
const char* skipPlain(const char* at, const char* end) {
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    while (end - at >= 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        // As signed numbers the bytes of longer characters are below the space too.
        const __m128i odd =
            _mm_or_si128(_mm_cmplt_epi8(block, space),
                         _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)));
        const int mask = _mm_movemask_epi8(odd);
        if (mask != 0) {
            return at + __builtin_ctz(static_cast<unsigned>(mask));
        }
        at += 16;
    }
#endif
    while (at < end && static_cast<unsigned char>(*at) >= 0x20 && static_cast<unsigned char>(*at) < 0x80 &&
           *at != '"' && *at != '\\') {
        ++at;
    }
    return at;
}

/// JSON's grammar; `text` holds all bytes that may belong to a number.
bool isNumber(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const auto from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            ++at;
        }
        return at - from;
    };
    at += at < text.size() && text[at] == '-' ? 1 : 0;
    const bool zero = at < text.size() && text[at] == '0';
    const auto whole = digits();
    if (whole == 0 || (zero && whole > 1)) {
        return false;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0) {
            return false;
        }
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '-' || text[at] == '+') ? 1 : 0;
        if (digits() == 0) {
            return false;
        }
    }
    return at == text.size();
}

constexpr bool inNumber(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

} // namespace

class Tree::Parser {
public:
    Parser(Tree& tree, std::string_view json)
        : m_tree(tree), m_nodes(tree.m_nodes), m_at(json.data()), m_end(json.data() + json.size()) {}

    bool run() {
        skipSpace();
        if (!value()) {
            return false;
        }
        while (!m_tree.m_open.empty()) {
            if (!step()) {
                return false;
            }
        }
        skipSpace();
        return m_at == m_end;
    }

private:
    void skipSpace() {
        while (m_at < m_end && kube::isJsonSpace(*m_at)) {
            ++m_at;
        }
    }
    bool taken(char c) {
        skipSpace();
        if (m_at == m_end || *m_at != c) {
            return false;
        }
        ++m_at;
        return true;
    }

    /// The next child of the innermost container, or its end.
    bool step() {
        const auto open = m_tree.m_open.back();
        const bool map = m_nodes[open].type == Type::Map;
        const bool first = m_nodes.size() == open + 1U;
        if (taken(map ? '}' : ']')) {
            m_nodes[open].next = static_cast<std::uint32_t>(m_nodes.size()) - open;
            m_tree.m_open.pop_back();
            return true;
        }
        if (!first && !taken(',')) {
            return false;
        }
        skipSpace();
        if (!map) {
            return value();
        }
        if (m_at == m_end || *m_at != '"' || !string() || !taken(':')) {
            return false;
        }
        skipSpace();
        return m_nodes.back().text == "managedFields" ? unread() : value();
    }

    void add(Type type, std::string_view text) { m_nodes.push_back({text, 1, type}); }

    bool value() {
        if (m_at == m_end) {
            return false;
        }
        switch (*m_at) {
        case '{':
        case '[':
            m_tree.m_open.push_back(static_cast<std::uint32_t>(m_nodes.size()));
            add(*m_at == '{' ? Type::Map : Type::List, {});
            ++m_at;
            return true;
        case '"':
            return string();
        case 't':
            return word("true", Type::True);
        case 'f':
            return word("false", Type::False);
        case 'n':
            return word("null", Type::Null);
        default:
            return number();
        }
    }

    bool word(std::string_view word, Type type) {
        if (!std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).starts_with(word)) {
            return false;
        }
        add(type, std::string_view(m_at, word.size()));
        m_at += word.size();
        return true;
    }

    bool number() {
        const char* const from = m_at;
        while (m_at < m_end && inNumber(*m_at)) {
            ++m_at;
        }
        add(Type::Number, std::string_view(from, static_cast<std::size_t>(m_at - from)));
        return isNumber(m_nodes.back().text);
    }

    bool string() {
        const char* const from = ++m_at;
        m_at = skipPlain(m_at, m_end);
        if (m_at < m_end && *m_at == '"') {
            add(Type::String, std::string_view(from, static_cast<std::size_t>(m_at++ - from)));
            return true;
        }
        return oddString(from);
    }

    /// With escapes or longer characters: nlohmann is the judge.
    bool oddString(const char* from) {
        kube::ValueScanner scanner;
        const std::string_view rest(from - 1, static_cast<std::size_t>(m_end - from + 1));
        const auto quoted = rest.substr(0, scanner.feed(rest));
        if (!scanner.done()) {
            return false;
        }
        const auto parsed = Json::parse(quoted, nullptr, false);
        if (!parsed.is_string()) {
            return false;
        }
        m_tree.m_unescaped.push_front(parsed.get<std::string>());
        add(Type::String, m_tree.m_unescaped.front());
        m_at = quoted.data() + quoted.size();
        return true;
    }

    bool unread() {
        if (m_at == m_end || *m_at != '[') {
            return value();
        }
        kube::ValueScanner scanner;
        m_at += scanner.feed(std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)));
        add(Type::Null, {});
        return scanner.done();
    }

    Tree& m_tree;
    std::vector<Node>& m_nodes;
    const char* m_at;
    const char* m_end;
};

bool Tree::parse(std::string_view json) {
    m_nodes.clear();
    m_open.clear();
    m_unescaped.clear();
    m_nodes.reserve(json.size() / bytesANode);
    if (json.size() > std::numeric_limits<std::uint32_t>::max() || !Parser(*this, json).run()) {
        m_nodes.assign(1, Node{{}, 1, Type::Null});
        return false;
    }
    return true;
}

void Tree::copy(const Json& json) {
    m_nodes.clear();
    m_open.clear();
    m_unescaped.clear();
    add(json);
}

void Tree::add(const Json& json) {
    const auto index = m_nodes.size();
    m_nodes.push_back({{}, 1, Type::Null});
    switch (json.type()) {
    case Json::value_t::object:
        m_nodes[index].type = Type::Map;
        for (const auto& [key, value] : json.items()) {
            m_nodes.push_back({key, 1, Type::String});
            add(value);
        }
        break;
    case Json::value_t::array:
        m_nodes[index].type = Type::List;
        for (const auto& value : json) {
            add(value);
        }
        break;
    case Json::value_t::string:
        m_nodes[index].type = Type::String;
        m_nodes[index].text = json.get_ref<const std::string&>();
        break;
    case Json::value_t::boolean:
        m_nodes[index].type = json.get<bool>() ? Type::True : Type::False;
        m_nodes[index].text = json.get<bool>() ? "true" : "false";
        break;
    case Json::value_t::null:
    case Json::value_t::discarded:
        break;
    default:
        m_nodes[index].type = Type::Number;
        m_unescaped.push_front(json.dump());
        m_nodes[index].text = m_unescaped.front();
        break;
    }
    m_nodes[index].next = static_cast<std::uint32_t>(m_nodes.size() - index);
}

const Tree::Node* Tree::member(const Node& map, std::string_view name) {
    const Node* found = nullptr;
    eachMember(map, [&](std::string_view key, const Node& value) {
        if (key == name) {
            found = &value;
        }
    });
    return found;
}

} // namespace plimsoll::cluster
