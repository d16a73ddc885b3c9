// SPDX-License-Identifier: Apache-2.0
#include "knative/journal.h"

#include "knative/journalline.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QByteArray>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <unordered_map>

namespace plimsoll::knative {
namespace {

constexpr int lockAttempts = 200; // of 10 ms

/// An open file descriptor.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool valid() const { return m_fd >= 0; }

private:
    int m_fd;
};

Failure cannot(const std::string& what, const std::string& path, int error) {
    return fail(ErrorCode::Input, what + ": " + std::strerror(error), path,
                "make the folder writable, or set XDG_STATE_HOME to one that is");
}

/// Makes the folder and its parents, for the owner only.
Result<void> makeFolder(const std::string& folder) {
    if (QFileInfo::exists(QString::fromStdString(folder))) {
        return {};
    }
    if (!QDir().mkpath(QString::fromStdString(folder))) {
        return cannot("the journal's folder cannot be made", folder, errno == 0 ? EACCES : errno);
    }
    QFile::setPermissions(QString::fromStdString(folder),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

/// A crash of the machine must not lose a file that was just made: its folder's entry is synced too.
void syncFolder(const std::string& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.valid()) {
        ::fsync(descriptor.get());
    }
}

Result<void> lock(const Descriptor& descriptor, const std::string& path) {
    for (int i = 0; i < lockAttempts; ++i) {
        if (::flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0) {
            return {};
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return cannot("the journal cannot be locked", path, errno);
        }
        QThread::msleep(10);
    }
    return fail(ErrorCode::Conflict, "another Plimsoll has held the journal's lock for two seconds", path,
                "try again, or close the other one");
}

/// Where the last whole line ends: what a crash left behind it was never acknowledged, so nothing was sent
/// for it.
Result<off_t> endOfLines(const Descriptor& file, const std::string& path) {
    off_t end = ::lseek(file.get(), 0, SEEK_END);
    char last = '\n';
    while (end > 0) {
        if (::pread(file.get(), &last, 1, end - 1) != 1) {
            return cannot("the journal cannot be read", path, errno);
        }
        if (last == '\n') {
            break;
        }
        --end;
    }
    return end;
}

Result<void> append(const Descriptor& file, const std::string& line, const std::string& path) {
    const auto end = endOfLines(file, path);
    if (!end) {
        return tl::make_unexpected(end.error());
    }
    std::size_t written = 0;
    int error = ::ftruncate(file.get(), *end) == 0 ? 0 : errno;
    while (error == 0 && written < line.size()) {
        const auto count = ::pwrite(file.get(), line.data() + written, line.size() - written,
                                    *end + static_cast<off_t>(written));
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            error = count == 0 ? ENOSPC : errno;
        }
    }
    if (error == 0 && ::fsync(file.get()) != 0) {
        error = errno;
    }
    if (error != 0) {
        if (::ftruncate(file.get(), *end) != 0) {
            // Nothing to be done: a torn line is left out when read.
        }
        return cannot("the journal cannot be written", path, error);
    }
    return {};
}

} // namespace

Journal::Journal(std::string path) : m_path(std::move(path)) {}

Result<void> Journal::write(const JournalEntry& entry) {
    const auto folder = QFileInfo(QString::fromStdString(m_path)).absolutePath().toStdString();
    if (auto made = makeFolder(folder); !made) {
        return made;
    }
    const auto lockPath = m_path + ".lock";
    const Descriptor lockFile(::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lockFile.valid()) {
        return cannot("the journal's lock file cannot be opened", lockPath, errno);
    }
    if (auto locked = lock(lockFile, lockPath); !locked) {
        return locked;
    }
    const bool isNew = ::access(m_path.c_str(), F_OK) != 0;
    const Descriptor file(::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.valid()) {
        return cannot("the journal cannot be opened", m_path, errno);
    }
    auto appended = append(file, lineOf(entry) + "\n", m_path);
    if (appended && isNew) {
        syncFolder(folder);
    }
    return appended;
}

Result<JournalContents> Journal::load() const {
    JournalContents contents;
    QFile file(QString::fromStdString(m_path));
    if (!file.exists()) {
        return contents;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Input, "the journal cannot be read: " + file.errorString().toStdString(),
                    m_path, "check the file's permissions; undo is not possible without it");
    }
    std::unordered_map<std::string, std::size_t> known;
    for (int number = 1; !file.atEnd(); ++number) {
        const auto line = file.readLine();
        if (!line.endsWith('\n')) {
            break; // torn by a crash, or being written right now
        }
        auto entry = entryOf(std::string_view(line.constData(), static_cast<std::size_t>(line.size() - 1)));
        if (!entry) {
            auto problem = entry.error();
            problem.where = m_path + ", line " + std::to_string(number);
            contents.problems.push_back(std::move(problem));
            continue;
        }
        const auto [it, isNew] = known.emplace(entry->id, contents.entries.size());
        if (isNew) {
            contents.entries.push_back(std::move(*entry));
        } else {
            contents.entries[it->second] = std::move(*entry);
        }
    }
    return contents;
}

std::string newJournalId() {
    using namespace std::chrono;
    const auto now = system_clock::now().time_since_epoch();
    const auto whole = duration_cast<seconds>(now);
    const auto fraction = QString::number(duration_cast<nanoseconds>(now - whole).count());
    const auto time = QDateTime::fromSecsSinceEpoch(whole.count(), Qt::UTC);
    return (time.toString(QStringLiteral("yyyyMMdd'T'HHmmss.")) + fraction.rightJustified(9, u'0') +
            QStringLiteral("Z-") + QString::number(::getpid()))
        .toStdString();
}

std::string defaultJournalPath() {
    auto state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(
            state)) { // also when it is empty; the specification says to ignore relative ones
        state = QDir::homePath() + QStringLiteral("/.local/state");
    }
    return (state + QStringLiteral("/plimsoll/journal.jsonl")).toStdString();
}

} // namespace plimsoll::knative
