// SPDX-License-Identifier: Apache-2.0
#include "cluster/files.h"

#include "cluster/decode.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>

namespace plimsoll::cluster {
namespace {

using State = KindStatus::State;

QString qpath(const std::string& path) {
    return QString::fromStdString(path);
}

/// The newest moment that an object tells of. Not its deletion: that may lie ahead.
UnixSeconds newestTime(const Object& object) {
    const auto& meta = metaOf(object);
    auto newest = meta.created;
    if (const auto modified =
            parseTime(valueOf(meta.annotations, "serving.knative.dev/routingStateModified"))) {
        newest = std::max(newest, *modified);
    }
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { value.conditions; }) {
                for (const auto& condition : value.conditions) {
                    newest = std::max(newest, condition.since);
                }
            }
        },
        object);
    return newest;
}

std::string textMember(const nlohmann::json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// "ServiceList" is a list of Services; a plain "List" says nothing of its items.
std::string itemKind(const std::string& listKind) {
    constexpr std::string_view suffix = "List";
    return listKind.size() > suffix.size() && listKind.ends_with(suffix)
               ? listKind.substr(0, listKind.size() - suffix.size())
               : std::string();
}

bool looksLikeJson(const std::string& path, std::string_view text) {
    if (path.ends_with(".yaml") || path.ends_with(".yml")) {
        return false; // JSON-like YAML is YAML
    }
    const auto first = text.find_first_not_of(" \t\r\n");
    return path.ends_with(".json") ||
           (first != std::string_view::npos && (text[first] == '{' || text[first] == '['));
}

constexpr const char* describeHint = "Write it again with kubectl get KIND -A -o json";

} // namespace

FileSource::FileSource(std::string path, Cluster& cluster, QObject* parent)
    : Source(parent), m_path(std::move(path)), m_cluster(cluster) {}

FileSource::~FileSource() = default;

void FileSource::start() {
    for (const auto& kind : allKinds()) {
        auto& status = m_cluster.editStatus(kind.kind);
        status.state = State::Listing;
        status.since = now();
    }
    begin();
}

void FileSource::refresh() {
    if (!m_reading) {
        begin();
    }
}

SourceInfo FileSource::info() const {
    SourceInfo info;
    info.type = SourceInfo::Type::Files;
    info.name = m_path;
    info.ns = "default";
    info.clock = m_newest;
    return info;
}

void FileSource::begin() {
    m_reading = true;
    m_seen = {};
    m_firstError.reset();
    m_total = m_done = 0;
    m_skipped = 0;
    m_newest = 0;
    m_members.listBegan();
    // Not at once: whoever calls start() has connected the signals, but may not have returned.
    QMetaObject::invokeMethod(
        this,
        [this] {
            auto found = files();
            if (!found) {
                fail(found.error());
                return;
            }
            m_files = std::move(*found);
            for (const auto& file : m_files) {
                m_total += file.size;
            }
            readNext();
        },
        Qt::QueuedConnection);
}

/// One file a turn of the event loop, so that the pictures of the first ones come early.
void FileSource::readNext() {
    if (m_files.empty()) {
        finish();
        return;
    }
    const auto file = std::move(m_files.front());
    m_files.pop_front();
    m_inFile = {};
    m_nameless = 0;
    if (const auto done = read(file.path); !done) {
        auto error = done.error();
        error.where = file.path;
        if (error.hint.empty()) {
            error.hint = describeHint;
        }
        for (std::size_t i = 0; i < kindCount; ++i) {
            m_seen[i].doubtful = m_seen[i].doubtful || m_inFile[i];
        }
        m_firstError = m_firstError.value_or(error);
        emit warned(error);
    }
    if (m_nameless > 0) {
        emit warned({ErrorCode::Input,
                     "holds " + std::to_string(m_nameless) + " entries without kind and apiVersion; left out",
                     file.path, describeHint, 0});
    }
    m_done += file.size;
    const auto percent = m_total > 0 ? static_cast<int>(m_done * 100 / m_total) : 100;
    for (const auto& kind : allKinds()) {
        m_cluster.editStatus(kind.kind).percent = percent;
    }
    if (!m_files.empty()) {
        emit changed();
    }
    QMetaObject::invokeMethod(this, &FileSource::readNext, Qt::QueuedConnection);
}

void FileSource::finish() {
    m_reading = false;
    m_members.listEnded(m_cluster);
    const bool any = std::ranges::any_of(m_seen, [](const Seen& seen) { return seen.any; });
    const bool single = !QFileInfo(qpath(m_path)).isDir();
    if (!any || (single && m_firstError)) { // half of the only file would pass for the whole
        fail(m_firstError.value_or(Error{
            ErrorCode::Input,
            m_skipped > 0 ? "holds only kinds of objects that Plimsoll does not read" : "holds no objects",
            m_path, "Give files as kubectl get services,pods,... -A -o json writes them", 0}));
        return;
    }
    for (const auto& kind : allKinds()) {
        const auto& seen = m_seen[static_cast<std::size_t>(kind.kind)];
        auto& status = m_cluster.editStatus(kind.kind);
        status.percent.reset();
        status.bytes = seen.bytes;
        status.version = seen.version;
        status.since = status.lastEvent = now();
        status.error.reset();
        status.state = seen.any ? State::Live : State::NotServed;
        if (m_firstError && (seen.doubtful || !seen.any)) {
            status.state = State::Failed;
            status.error = m_firstError;
        }
    }
    emit changed();
}

void FileSource::fail(const Error& error) {
    m_reading = false;
    m_members.clear(m_cluster);
    for (const auto& kind : allKinds()) {
        auto& status = m_cluster.editStatus(kind.kind);
        status.state = State::Failed;
        status.percent.reset();
        status.since = now();
        status.error = error;
    }
    emit failed(error);
    emit changed();
}

Result<std::deque<FileSource::File>> FileSource::files() const {
    const QFileInfo given(qpath(m_path));
    if (!given.exists()) {
        return plimsoll::fail(ErrorCode::NotFound, "does not exist", m_path,
                              "Give the path of a file or folder of Kubernetes objects");
    }
    std::deque<File> found;
    if (!given.isDir()) {
        found.push_back({m_path, given.size()});
        return found;
    }
    if (!given.isReadable()) {
        return plimsoll::fail(ErrorCode::Input, "may not be read", m_path, "Check the folder's permissions");
    }
    QDirIterator it(qpath(m_path), {u"*.json"_qs, u"*.yaml"_qs, u"*.yml"_qs}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const auto path = it.next();
        found.push_back({path.toStdString(), it.fileInfo().size()});
    }
    if (found.empty()) {
        return plimsoll::fail(ErrorCode::Input, "holds no .json, .yaml or .yml files", m_path,
                              "Fill it with kubectl get KIND -A -o json > KIND.json");
    }
    std::ranges::sort(found, {}, &File::path);
    return found;
}

Result<void> FileSource::read(const std::string& path) {
    QFile file(qpath(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return plimsoll::fail(ErrorCode::Input, "may not be read: " + file.errorString().toStdString(), path,
                              "Check the file's permissions");
    }
    // Mapped where possible: a dump of 100 MB then costs no memory of ours.
    const auto size = file.size();
    const auto* mapped = size > 0 ? file.map(0, size) : nullptr;
    QByteArray copy;
    std::string_view text(reinterpret_cast<const char*>(mapped),
                          mapped != nullptr ? static_cast<std::size_t>(size) : 0);
    if (mapped == nullptr) {
        copy = file.readAll(); // pipes and special files have no size
        text = {copy.constData(), static_cast<std::size_t>(copy.size())};
    }
    std::string converted;
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) { // what PowerShell's > writes
        QStringDecoder decoder(QStringConverter::Utf16);
        const QString decoded = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
        converted = decoded.toStdString();
        text = converted;
    }
    if (text.starts_with("\xef\xbb\xbf")) {
        text.remove_prefix(3);
    }
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return plimsoll::fail(ErrorCode::Input, "is empty", path);
    }
    return readText(path, text);
}

Result<void> FileSource::readText(const std::string& path, std::string_view text) {
    const auto readItems = looksLikeJson(path, text) ? readJsonItems : readYamlItems;
    bool headless = false;
    auto head = readItems(text, [&](Item&& item) {
        // Items of a raw list do not say what they are, and in sorted JSON the list says it only after them.
        headless = item.object.is_object() && !item.object.contains("kind") && item.list.kind.empty();
        if (!headless) {
            take(path, std::move(item), {});
        }
        return !headless;
    });
    if (headless) { // once to the end for the list's own words, then again from the start
        head = readItems(text, [](const Item& /*item*/) { return true; });
        if (head) {
            head = readItems(text, [&, known = *head](Item&& item) {
                take(path, std::move(item), known);
                return true;
            });
        }
    }
    if (!head) {
        return tl::unexpected(head.error());
    }
    if (const auto* kind = findKind(itemKind(head->kind), head->apiVersion)) {
        m_seen[static_cast<std::size_t>(kind->kind)].any = true; // an empty list is knowledge too
    }
    return {};
}

void FileSource::take(const std::string& path, Item&& item, const ListHead& head) {
    if (!item.object.is_object()) {
        ++m_nameless;
        return;
    }
    const auto& list = item.list.kind.empty() ? head : item.list;
    auto kindName = textMember(item.object, "kind");
    auto apiVersion = textMember(item.object, "apiVersion");
    if (kindName.empty()) {
        kindName = itemKind(list.kind);
        apiVersion = apiVersion.empty() ? list.apiVersion : apiVersion;
    }
    if (kindName.empty()) {
        ++m_nameless;
        return;
    }
    const auto* kind = findKind(kindName, apiVersion);
    if (kind == nullptr) {
        ++m_skipped;
        return;
    }
    auto& seen = m_seen[static_cast<std::size_t>(kind->kind)];
    seen.any = true;
    seen.bytes += item.bytes;
    if (seen.version.empty()) {
        seen.version = apiVersion.substr(apiVersion.find('/') + 1); // npos + 1 is 0
    }
    m_inFile[static_cast<std::size_t>(kind->kind)] = true;
    keep(path, kind->kind, std::move(item));
}

void FileSource::keep(const std::string& path, Kind kind, Item&& item) {
    auto decoded = decode(kind, item.object, m_cluster.pool());
    if (!decoded) {
        auto error = decoded.error();
        error.where = path + ", " + error.where;
        emit warned(error);
        return;
    }
    for (auto& warning : decoded->warnings) {
        warning.where = path + ", " + warning.where;
        emit warned(warning);
    }
    m_newest = std::max(m_newest, newestTime(decoded->object));
    if (isKept(decoded->object)) {
        m_members.saw(kind, metaOf(decoded->object));
        m_cluster.put(std::move(decoded->object));
    }
}

} // namespace plimsoll::cluster
