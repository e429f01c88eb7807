package mailroad.app.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import mailroad.transfer.FlagWords;
import mailroad.transfer.Label;
import mailroad.transfer.MaildirNames;
import mailroad.transfer.Marks;
import mailroad.transfer.MboxReader;
import mailroad.transfer.Quoting;
import mailroad.transfer.Source;
import mailroad.transfer.Taker;

/** Messages in files: one mbox or .eml file, or a folder of them, or a Maildir. */
public final class FileSource implements Source {
  private static final String MBOX = ".mbox";
  private static final String EML = ".eml";
  private static final String KEYWORDS = "dovecot-keywords";

  private final Path root;
  private final Format format;
  private final Options options;
  private final Marks marks = new Marks();
  private final Map<Path, Map<String, String>> flagFiles = new HashMap<>();

  /**
   * What is asked for.
   *
   * @param mailbox where the messages of a single file go, or what all mailboxes go below; empty for INBOX, or where their
   *     names say
   * @param wanted which mailboxes are meant
   * @param octetsMax the largest message that is taken
   */
  public record Options(
      Optional<MailboxName> mailbox,
      Optional<Quoting> quoting,
      Predicate<MailboxName> wanted,
      int octetsMax) {}

  /** A source. */
  public FileSource(Path root, Format format, Options options) {
    this.root = root;
    this.format = format;
    this.options = options;
  }

  /**
   * Finds out what lies there.
   *
   * @throws IOException if it is not there, or nothing that can be read
   */
  public static Format formatOf(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      try (InputStream in = Files.newInputStream(root)) {
        byte[] start = in.readNBytes(5);
        return new String(start, StandardCharsets.US_ASCII).equals("From ")
            ? Format.MBOX
            : Format.EML;
      }
    }
    for (Path path : walk(root)) {
      Path name = path.getFileName();
      if (Files.isDirectory(path) && name != null && name.toString().equals("cur")) {
        return Format.MAILDIR;
      }
      if (path.toString().endsWith(MBOX)) {
        return Format.MBOX;
      }
      if (path.toString().endsWith(EML)) {
        return Format.EML;
      }
    }
    throw new IOException(
        root + " holds neither .mbox nor .eml files nor a Maildir; say which with --format");
  }

  private static List<Path> walk(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted().toList();
    }
  }

  /** A file with messages, and where they belong. */
  private record Found(Path file, MailboxName mailbox) {}

  private List<Found> files() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of(new Found(root, options.mailbox().orElse(MailboxName.INBOX)));
    }
    List<Found> found = new ArrayList<>();
    for (Path path : walk(root)) {
      if (Files.isRegularFile(path)) {
        mailbox(path)
            .map(this::placed)
            .filter(options.wanted())
            .ifPresent(name -> found.add(new Found(path, name)));
      }
    }
    return found;
  }

  private MailboxName placed(MailboxName name) {
    return options.mailbox().flatMap(above -> MailboxName.parse(above + "/" + name)).orElse(name);
  }

  private Optional<MailboxName> mailbox(Path file) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(root);
    return switch (format) {
      case MBOX ->
          file.toString().endsWith(MBOX) ? FileNames.name(root, file, MBOX) : Optional.empty();
      case EML ->
          !file.toString().endsWith(EML)
              ? Optional.empty()
              : folder.equals(root)
                  ? Optional.of(MailboxName.INBOX)
                  : FileNames.name(root, folder, "");
      case MAILDIR -> maildir(folder);
    };
  }

  /** The mailbox around {@code cur} or {@code new}: of Maildir++ if its name begins with a dot, else by its path. */
  private Optional<MailboxName> maildir(Path inner) {
    String name = String.valueOf(inner.getFileName());
    Path around = Optional.ofNullable(inner.getParent()).orElse(root);
    if (!name.equals("cur") && !name.equals("new")) {
      return Optional.empty();
    }
    if (around.equals(root)) {
      return Optional.of(MailboxName.INBOX);
    }
    String folder = String.valueOf(around.getFileName());
    return folder.startsWith(".") ? MaildirNames.mailbox(folder) : FileNames.name(root, around, "");
  }

  @Override
  public Amount amount() throws IOException {
    long octets = 0;
    List<Found> files = files();
    for (Found found : files) {
      octets += Files.size(found.file());
    }
    return new Amount(format == Format.MBOX ? 0 : files.size(), octets);
  }

  @Override
  public void read(Taker taker) throws IOException {
    Map<Path, List<String>> keywords = new HashMap<>();
    for (Found found : files()) {
      switch (format) {
        case MBOX -> mbox(found, taker);
        case EML -> eml(found, taker);
        case MAILDIR -> maildir(found, taker, keywords);
      }
    }
  }

  private void mbox(Found found, Taker taker) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(found.file()))) {
      MboxReader reader = new MboxReader(in, options.quoting(), options.octetsMax());
      for (Optional<MboxReader.Entry> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        String where = found.file() + " at octet " + next.get().offset();
        switch (next.get()) {
          case MboxReader.Entry.Message(_, var date, var flags, var content) ->
              give(
                  new Label(found.mailbox(), Optional.empty(), flags, date, where), content, taker);
          case MboxReader.Entry.Unfit(_, var why) -> taker.problem(where, why);
        }
      }
    }
  }

  private void eml(Found found, Taker taker) throws IOException {
    Path folder = Optional.ofNullable(found.file().getParent()).orElse(root);
    if (!flagFiles.containsKey(folder)) {
      flagFiles.put(folder, FlagFile.read(folder)); // as our own export writes it
    }
    Optional<String> line =
        Optional.ofNullable(
            flagFiles
                .getOrDefault(folder, Map.of())
                .get(String.valueOf(found.file().getFileName())));
    Flags flags = line.map(words -> FlagWords.of(List.of(words.split(" ")))).orElse(Flags.NONE);
    file(found, flags, line.isPresent(), taker);
  }

  private void maildir(Found found, Taker taker, Map<Path, List<String>> keywords)
      throws IOException {
    Path inner = Optional.ofNullable(found.file().getParent()).orElse(root);
    Path around = Optional.ofNullable(inner.getParent()).orElse(root);
    if (!keywords.containsKey(around)) {
      Path file = around.resolve(KEYWORDS);
      keywords.put(
          around, Files.exists(file) ? MaildirNames.keywords(Files.readAllLines(file)) : List.of());
    }
    String name = String.valueOf(found.file().getFileName());
    if (!name.startsWith(".")) {
      Flags flags = MaildirNames.flags(name, keywords.getOrDefault(around, List.of()));
      file(found, flags, name.contains(MaildirNames.OURS), taker);
    }
  }

  /** A file that is one message; others end lines in LF, ours are as they were. */
  private void file(Found found, Flags flags, boolean ours, Taker taker) throws IOException {
    String where = found.file().toString();
    long size = Files.size(found.file());
    if (size == 0 || size > options.octetsMax()) {
      taker.problem(
          where,
          size == 0 ? "it is empty" : "it is larger than " + options.octetsMax() + " octets");
      return;
    }
    byte[] octets = Files.readAllBytes(found.file());
    Label label =
        new Label(
            found.mailbox(),
            Optional.empty(),
            flags,
            Optional.of(Files.getLastModifiedTime(found.file()).toInstant()),
            where);
    give(label, ours ? octets : MboxReader.withCrLf(octets), taker);
  }

  private void give(Label label, byte[] content, Taker taker) throws IOException {
    String mark = marks.ofContent(label.mailbox(), content);
    if (taker.known(List.of(mark)).isEmpty()) {
      taker.take(label, mark, content);
    } else {
      taker.passOver(1, content.length);
    }
  }

  @Override
  public void close() {}
}
