package mailroad.app.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import mailroad.transfer.MaildirNames;
import mailroad.transfer.MboxWriter;
import org.jspecify.annotations.Nullable;

/** Writes the mail of an account into a folder that is new or empty; for its owner's eyes alone. Used by one task. */
public final class FileSink implements AutoCloseable {
  private static final FileAttribute<Set<java.nio.file.attribute.PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Format format;
  private Optional<MailboxName> mailbox = Optional.empty();
  private @Nullable OutputStream mbox;
  private final List<String> keywords = new ArrayList<>();
  private int number;

  /**
   * A sink.
   *
   * @throws IOException if the folder has something in it
   */
  public FileSink(Path root, Format format) throws IOException {
    this.root = root;
    this.format = format;
    Files.createDirectories(root, OWNER);
    try (var there = Files.list(root)) {
      if (there.findAny().isPresent()) {
        throw new IOException(root + " is not empty; name a folder that is new");
      }
    }
  }

  /** What follows belongs to this mailbox. */
  public void begin(MailboxName name) throws IOException {
    end();
    mailbox = Optional.of(name);
    number = 0;
    switch (format) {
      case MBOX -> {
        Path file = FileNames.path(root, name, ".mbox");
        Files.createDirectories(file.toAbsolutePath().getParent(), OWNER);
        mbox = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
      }
      case MAILDIR -> {
        for (String inner : List.of("cur", "new", "tmp")) {
          Files.createDirectories(maildir(name).resolve(inner), OWNER);
        }
      }
      case EML -> Files.createDirectories(FileNames.path(root, name, ""), OWNER);
    }
  }

  private Path maildir(MailboxName name) {
    return name.isInbox() ? root : root.resolve(MaildirNames.folder(name));
  }

  /** Adds a message to the mailbox that was begun last. */
  public void add(long uid, Flags flags, Instant date, byte[] content) throws IOException {
    MailboxName name = mailbox.orElseThrow(() -> new IllegalStateException("no mailbox was begun"));
    number++;
    switch (format) {
      case MBOX -> {
        if (mbox != null) {
          new MboxWriter(mbox).write(content, date, flags);
        }
      }
      case MAILDIR -> {
        String file =
            "%d.U%d%sS=%d%s"
                .formatted(
                    date.getEpochSecond(),
                    uid,
                    MaildirNames.OURS,
                    content.length,
                    MaildirNames.info(flags, keywords));
        write(maildir(name).resolve("cur").resolve(file), content, date);
      }
      case EML -> {
        Path file = FileNames.path(root, name, "").resolve("%06d.eml".formatted(number));
        write(file, content, date);
        FlagFile.add(file, String.join(" ", flags.atoms()));
      }
    }
  }

  private static void write(Path file, byte[] content, Instant date) throws IOException {
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
    Files.setLastModifiedTime(file, FileTime.from(date));
  }

  private void end() throws IOException {
    if (mbox != null) {
      mbox.close();
      mbox = null;
    }
    if (format == Format.MAILDIR && mailbox.isPresent() && !keywords.isEmpty()) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < keywords.size(); i++) {
        lines.add(i + " " + keywords.get(i));
      }
      Files.write(maildir(mailbox.get()).resolve("dovecot-keywords"), lines);
    }
    keywords.clear();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
