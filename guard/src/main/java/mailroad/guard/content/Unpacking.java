package mailroad.guard.content;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.guard.text.HtmlText;

/**
 * Looks at the files of one message and into those that hold others. What it unpacks is bounded in octets, files, depth
 * and ratio; files within archives are told by their first octets, and only archives and documents are unpacked whole.
 * Used by one task, for one message.
 */
final class Unpacking {
  /** Endings of what Windows and others mount or open as a folder. */
  private static final Set<String> CARRIERS =
      Set.of("iso", "img", "vhd", "vhdx", "udf", "one", "onepkg", "chm", "lnk", "library-ms");

  private static final int RELATIONS_OCTETS_MAX = 262_144;
  private static final int HTML_LINKS_MAX = 50;

  private static final Pattern RELATION = Pattern.compile("<Relationship\\b[^>]{0,4000}+>");

  private final ContentConfig config;
  private final ArchiveConfig limits;
  private final Findings findings;
  private int octetsLeft;
  private int filesLeft;

  Unpacking(ContentConfig config, Findings findings) {
    this.config = config;
    this.limits = config.archives();
    this.findings = findings;
    this.octetsLeft = limits.unpackedOctetsMax();
    this.filesLeft = limits.membersMax();
  }

  /**
   * A file.
   *
   * @param where its name, and the archives that it lies in
   * @param head its first octets
   * @param whole reads all of it; empty if that is too much
   */
  record Item(String where, FileName name, byte[] head, Whole whole) {}

  /** Reads a file whole. */
  @FunctionalInterface
  interface Whole {
    /** All octets; empty if they are too many. */
    Optional<byte[]> octets() throws java.io.IOException;
  }

  /**
   * Looks at a file.
   *
   * @param depth how many archives it lies in
   */
  void look(Item item, int depth) throws java.io.IOException {
    FileType type = FileType.of(item.head());
    name(item, type);
    switch (type.kind()) {
      case PROGRAM -> found(FileFinding.PROGRAM, item, "is " + type.text());
      case CONTAINER -> found(FileFinding.CONTAINER, item, "is " + type.text());
      case OPAQUE_ARCHIVE ->
          found(FileFinding.UNREADABLE_ARCHIVE, item, "is " + type.text() + ", not looked into");
      case ARCHIVE -> archive(item, type, depth);
      case DOCUMENT -> document(item, type);
      case SCRIPT, PICTURE, TEXT, UNKNOWN -> {}
    }
  }

  private void found(FileFinding finding, Item item, String what) {
    findings.add(finding, item.where(), what);
  }

  private void name(Item item, FileType type) {
    FileName name = item.name();
    name.deception(config.executableEndings())
        .ifPresent(what -> found(FileFinding.DECEPTIVE_NAME, item, what));
    if (type.kind() != FileType.Kind.PROGRAM && name.endsIn(config.executableEndings())) {
      found(FileFinding.PROGRAM_NAME, item, "is started when it is opened");
    }
    if (type.kind() != FileType.Kind.CONTAINER
        && type != FileType.TEXT
        && CARRIERS.contains(name.ending())) {
      found(FileFinding.CONTAINER, item, "is called a ." + name.ending());
    }
    if (type.contradicts(name.ending())) {
      found(
          FileFinding.DISGUISED_FILE,
          item,
          "is called a ." + name.ending() + " and is " + type.text());
    }
  }

  private void archive(Item item, FileType type, int depth) throws java.io.IOException {
    if (depth >= limits.depthMax()) {
      found(FileFinding.ARCHIVE_BOMB, item, "lies in %d archives, one in another".formatted(depth));
      return;
    }
    Optional<byte[]> octets = item.whole().octets();
    if (octets.isEmpty()) {
      found(
          FileFinding.UNREADABLE_ARCHIVE,
          item,
          "is " + type.text() + " too large to be looked into");
      return;
    }
    switch (type) {
      case ZIP -> zip(item, octets.get(), depth);
      case GZIP -> gzip(item, octets.get(), depth);
      default -> tar(item, octets.get(), depth);
    }
  }

  private void zip(Item item, byte[] zip, int depth) throws java.io.IOException {
    ZipDirectory directory = ZipDirectory.of(zip, filesLeft);
    if (directory.more()) {
      found(FileFinding.UNREADABLE_ARCHIVE, item, "has more files than are looked at");
    }
    if (!directory.whole()) {
      found(FileFinding.UNREADABLE_ARCHIVE, item, "is damaged");
    }
    directory
        .twofold()
        .ifPresent(how -> found(FileFinding.ARCHIVE_BOMB, item, "can be read in two ways: " + how));
    if (directory.packed() > zip.length) {
      found(FileFinding.ARCHIVE_BOMB, item, "has files that lie one over another");
    } else if (isBomb(directory.size(), zip.length)) {
      found(
          FileFinding.ARCHIVE_BOMB,
          item,
          "becomes %d times its size".formatted(directory.size() / Math.max(1, zip.length)));
    }
    document(item, zip, directory);
    for (Packed file : directory.files()) {
      filesLeft--;
      if (!file.isFolder()) {
        member(item, zip, file, depth);
      }
    }
  }

  private boolean isBomb(long becomes, long octets) {
    return becomes > limits.unpackedOctetsMax()
        && becomes / Math.max(1, octets) > limits.ratioMax();
  }

  private void member(Item item, byte[] zip, Packed file, int depth) throws java.io.IOException {
    String where = item.where() + " > " + file.name();
    if (file.encrypted()) {
      findings.add(FileFinding.ENCRYPTED_FILE, where, "needs a password");
    } else if (!file.readable()) {
      findings.add(FileFinding.UNREADABLE_ARCHIVE, where, "is packed in a way not known here");
    } else if (octetsLeft == 0) {
      findings.add(FileFinding.UNREADABLE_ARCHIVE, where, "lies beyond what is unpacked");
    }
    byte[] head = file.readable() ? counted(file.first(zip, headMax())) : new byte[0];
    look(new Item(where, FileName.of(file.name()), head, () -> whole(zip, file)), depth + 1);
  }

  private int headMax() {
    return Math.min(FileType.HEAD_OCTETS, octetsLeft);
  }

  private byte[] counted(byte[] octets) {
    octetsLeft = Math.max(0, octetsLeft - octets.length);
    return octets;
  }

  private Optional<byte[]> whole(byte[] zip, Packed file) {
    int max = Math.min(limits.fileOctetsMax(), octetsLeft);
    if (!file.readable() || max == 0) {
      return Optional.empty();
    }
    byte[] octets = counted(file.first(zip, max));
    return octets.length == max ? Optional.empty() : Optional.of(octets);
  }

  private void gzip(Item item, byte[] gzip, int depth) throws java.io.IOException {
    GzipHead head = GzipHead.of(gzip);
    int max = Math.min(limits.fileOctetsMax(), octetsLeft);
    int packed = gzip.length - head.end();
    byte[] octets = counted(Packed.inflated(gzip, head.end(), packed, max));
    // The last four octets say how large the file was (RFC 1952 section 2.3.1).
    if (isBomb(Math.max(octets.length, head.size()), gzip.length)) {
      found(FileFinding.ARCHIVE_BOMB, item, "becomes more than %d octets".formatted(octets.length));
      return;
    }
    String inner = head.name().isEmpty() ? withoutEnding(item.name()) : head.name();
    boolean whole = octets.length < max;
    look(
        new Item(
            item.where() + " > " + inner,
            FileName.of(inner),
            octets,
            () -> whole ? Optional.of(octets) : Optional.empty()),
        depth + 1);
  }

  /** {@code a.tgz} holds {@code a.tar}, {@code a.txt.gz} holds {@code a.txt}. */
  private static String withoutEnding(FileName name) {
    String text = name.name();
    int dot = text.lastIndexOf('.');
    return dot < 0 ? text : text.substring(0, dot) + (name.ending().equals("tgz") ? ".tar" : "");
  }

  private void tar(Item item, byte[] tar, int depth) throws java.io.IOException {
    List<TarMembers.Member> members = TarMembers.of(tar, filesLeft);
    if (members.size() == filesLeft) {
      found(FileFinding.UNREADABLE_ARCHIVE, item, "has more files than are looked at");
    }
    for (TarMembers.Member member : members) {
      filesLeft--;
      String where = item.where() + " > " + member.name();
      look(
          new Item(
              where,
              FileName.of(member.name()),
              member.octets(),
              () -> Optional.of(member.octets())),
          depth + 1);
    }
  }

  /** Office documents are zip archives. */
  private void document(Item item, byte[] zip, ZipDirectory directory) {
    boolean open = directory.files().stream().anyMatch(f -> f.name().equals("mimetype"));
    boolean office =
        directory.files().stream().anyMatch(f -> f.name().equals("[Content_Types].xml"));
    if (!open && !office) {
      return;
    }
    for (Packed file : directory.files()) {
      String name = file.name().toLowerCase(Locale.ROOT);
      if (office && (name.endsWith("vbaproject.bin") || name.contains("/macrosheets/"))
          || open && isMacro(name) && file.size() > 0) {
        found(FileFinding.MACROS, item, "has macros: " + file.name());
        return;
      }
      if (office && name.endsWith(".rels") && file.readable() && loadsFromElsewhere(zip, file)) {
        found(FileFinding.MACROS, item, "loads a template or an object from elsewhere");
        return;
      }
    }
  }

  /** OpenDocument has its macros in folders of their own; lists of empty libraries are there without any, too. */
  private static boolean isMacro(String name) {
    return (name.startsWith("basic/") || name.startsWith("scripts/"))
        && !name.endsWith("/script-lc.xml")
        && !name.endsWith("/script-lb.xml");
  }

  private boolean loadsFromElsewhere(byte[] zip, Packed file) {
    int max = Math.min(RELATIONS_OCTETS_MAX, octetsLeft);
    String relations = new String(counted(file.first(zip, max)), StandardCharsets.UTF_8);
    Matcher matcher = RELATION.matcher(relations);
    while (matcher.find()) {
      String relation = matcher.group();
      boolean starts =
          relation.contains("/attachedTemplate\"")
              || relation.contains("/oleObject\"")
              || relation.contains("/frame\"");
      if (starts && relation.contains("TargetMode=\"External\"")) {
        return true;
      }
    }
    return false;
  }

  private void document(Item item, FileType type) throws java.io.IOException {
    Optional<byte[]> octets = item.whole().octets();
    byte[] known = octets.orElse(item.head());
    switch (type) {
      case COMPOUND -> compound(item, known);
      case PDF -> pdf(item, text(known));
      case RTF -> {
        String text = text(known);
        if (text.contains("\\objdata") || text.contains("\\objupdate")) {
          found(FileFinding.ACTIVE_DOCUMENT, item, "is rich text with an object packed in it");
        }
      }
      default -> page(item, type, text(known));
    }
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private void compound(Item item, byte[] octets) {
    CompoundFile file = CompoundFile.of(octets);
    if (file.installer()) {
      found(FileFinding.PROGRAM, item, "is an installer for Windows");
    }
    if (file.hasMacros()) {
      found(FileFinding.MACROS, item, "has macros");
    }
    if (file.isEncrypted()) {
      found(FileFinding.ENCRYPTED_FILE, item, "needs a password");
    }
    if (file.hasPackage()) {
      found(FileFinding.ACTIVE_DOCUMENT, item, "has a file packed in it that a click starts");
    }
  }

  /** Only what stands in the open: objects may be packed, and then are not looked into. */
  private void pdf(Item item, String text) {
    if (text.contains("/Launch")) {
      found(FileFinding.ACTIVE_DOCUMENT, item, "is a PDF that starts a program");
    } else if (text.contains("/JavaScript") || text.contains("/J#61vaScript")) {
      found(FileFinding.ACTIVE_DOCUMENT, item, "is a PDF with scripts");
    }
  }

  private void page(Item item, FileType type, String text) {
    HtmlText page = HtmlText.of(text, HTML_LINKS_MAX);
    if (page.script()) {
      found(FileFinding.ACTIVE_DOCUMENT, item, "is " + type.text() + " with scripts");
    } else if (page.password()) {
      found(FileFinding.ACTIVE_DOCUMENT, item, "is " + type.text() + " that asks for a password");
    }
  }
}
