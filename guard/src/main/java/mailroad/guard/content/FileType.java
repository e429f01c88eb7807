package mailroad.guard.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a file really is, by its first octets. */
enum FileType {
  /** Windows and DOS: {@code MZ}. */
  WINDOWS_PROGRAM(
      Kind.PROGRAM, "a Windows program", "exe dll scr com cpl sys ocx drv efi msstyles"),
  /** Linux and other Unixes. */
  ELF_PROGRAM(Kind.PROGRAM, "a program for Linux", "so o elf bin run"),
  /** macOS. */
  MACH_O_PROGRAM(Kind.PROGRAM, "a program for macOS", "dylib"),
  /** Java byte code. */
  JAVA_CLASS(Kind.PROGRAM, "a Java class", "class"),
  /** Android byte code. */
  DALVIK(Kind.PROGRAM, "a program for Android", "dex"),
  /** WebAssembly. */
  WASM(Kind.PROGRAM, "a WebAssembly program", "wasm"),
  /** {@code #!}. */
  SCRIPT(Kind.SCRIPT, "a script", "sh pl py rb command"),
  /** Windows' shell link. */
  SHORTCUT(Kind.CONTAINER, "a shortcut of Windows", "lnk"),
  /** CD and DVD. */
  ISO_IMAGE(Kind.CONTAINER, "a disk image", "iso img udf"),
  /** Hyper-V. */
  VIRTUAL_DISK(Kind.CONTAINER, "a virtual disk", "vhd vhdx"),
  /** OneNote, which holds files that start at a click. */
  NOTEBOOK(Kind.CONTAINER, "a OneNote section", "one onepkg"),
  /** Windows' help. */
  COMPILED_HELP(Kind.CONTAINER, "compiled help", "chm"),
  /** Flash. */
  FLASH(Kind.CONTAINER, "a Flash film", "swf"),
  /** PKZIP; also the form of office documents and Java archives. */
  ZIP(
      Kind.ARCHIVE,
      "a zip archive",
      "zip jar war ear apk docx docm xlsx xlsm xlsb pptx pptm ppsx dotx dotm xltx potx odt ods odp odg ott epub xpi kmz vsdx oxps xps pages numbers key pbix cbz crx ipa nupkg whl msix appx 3mf sketch usdz mmip thmx"),
  /** RFC 1952. */
  GZIP(Kind.ARCHIVE, "a gzip file", "gz tgz svgz emz wmz"),
  /** ustar and its kin. */
  TAR(Kind.ARCHIVE, "a tar archive", "tar gem ova"),
  /** 7-Zip. */
  SEVEN_ZIP(Kind.OPAQUE_ARCHIVE, "a 7z archive", "7z"),
  /** RAR. */
  RAR(Kind.OPAQUE_ARCHIVE, "a rar archive", "rar cbr r00"),
  /** bzip2. */
  BZIP2(Kind.OPAQUE_ARCHIVE, "a bzip2 file", "bz2 tbz tbz2"),
  /** xz. */
  XZ(Kind.OPAQUE_ARCHIVE, "an xz file", "xz txz"),
  /** zstd. */
  ZSTD(Kind.OPAQUE_ARCHIVE, "a zstd file", "zst"),
  /** Windows' cabinet. */
  CABINET(Kind.OPAQUE_ARCHIVE, "a cabinet", "cab"),
  /** ACE. */
  ACE(Kind.OPAQUE_ARCHIVE, "an ace archive", "ace"),
  /** ARJ. */
  ARJ(Kind.OPAQUE_ARCHIVE, "an arj archive", "arj"),
  /** LHA. */
  LZH(Kind.OPAQUE_ARCHIVE, "an lzh archive", "lzh lha"),
  /** What Outlook makes of a message that leaves it. */
  TNEF(Kind.OPAQUE_ARCHIVE, "a winmail.dat", "dat tnef"),
  /** OLE 2: old office documents, installers, messages. */
  COMPOUND(
      Kind.DOCUMENT,
      "a compound file",
      "doc xls ppt dot xlt pps pot msi msp mst msg vsd pub mpp wps db hwp"),
  /** PDF. */
  PDF(Kind.DOCUMENT, "a PDF", "pdf ai"),
  /** Rich text. */
  RTF(Kind.DOCUMENT, "rich text", "rtf doc"),
  /** HTML. */
  HTML(Kind.DOCUMENT, "an HTML page", "html htm xhtml shtml mht mhtml xml eml"),
  /** SVG, which may hold scripts. */
  SVG(Kind.DOCUMENT, "an SVG picture", "svg xml"),
  /** JPEG. */
  JPEG(Kind.PICTURE, "a JPEG picture", "jpg jpeg jpe jfif"),
  /** PNG. */
  PNG(Kind.PICTURE, "a PNG picture", "png apng"),
  /** GIF. */
  GIF(Kind.PICTURE, "a GIF picture", "gif"),
  /** Other text. */
  TEXT(Kind.TEXT, "text", ""),
  /** Anything else. */
  UNKNOWN(Kind.UNKNOWN, "data of no kind that is known here", "");

  /** What kinds of files there are, for rules. */
  enum Kind {
    PROGRAM,
    SCRIPT,
    CONTAINER,
    ARCHIVE,
    OPAQUE_ARCHIVE,
    DOCUMENT,
    PICTURE,
    TEXT,
    UNKNOWN
  }

  /** How many first octets tell all types but a disk image. */
  static final int HEAD_OCTETS = 4_096;

  private static final int ISO_MARK_AT = 32_769;

  /** Endings that promise a certain form, so that another one under them is a disguise. */
  private static final Set<String> PROMISING =
      Set.of(
          "pdf", "jpg", "jpeg", "png", "gif", "zip", "docx", "xlsx", "pptx", "odt", "ods", "rar",
          "7z", "gz", "tar", "txt", "csv", "rtf", "doc", "xls", "ppt", "mp3", "mp4", "bmp", "webp");

  private record Magic(FileType type, int at, byte[] octets) {}

  private static final List<Magic> MAGIC =
      List.of(
          magic(ELF_PROGRAM, 0, "7f454c46"),
          magic(MACH_O_PROGRAM, 0, "feedface"),
          magic(MACH_O_PROGRAM, 0, "feedfacf"),
          magic(MACH_O_PROGRAM, 0, "cefaedfe"),
          magic(MACH_O_PROGRAM, 0, "cffaedfe"),
          magic(DALVIK, 0, "6465780a"),
          magic(WASM, 0, "0061736d01"),
          magic(SHORTCUT, 0, "4c0000000114020000000000c000000000000046"),
          magic(VIRTUAL_DISK, 0, "636f6e6563746978"),
          magic(VIRTUAL_DISK, 0, "7668647866696c65"),
          magic(NOTEBOOK, 0, "e4525c7b8cd8a74daeb15378d02996d3"),
          magic(COMPILED_HELP, 0, "49545346"),
          magic(FLASH, 0, "465753"),
          magic(FLASH, 0, "435753"),
          magic(FLASH, 0, "5a5753"),
          magic(ZIP, 0, "504b0304"),
          magic(ZIP, 0, "504b0506"),
          magic(ZIP, 0, "504b0708"),
          magic(GZIP, 0, "1f8b08"),
          magic(TAR, 257, "7573746172"),
          magic(SEVEN_ZIP, 0, "377abcaf271c"),
          magic(RAR, 0, "526172211a07"),
          magic(BZIP2, 0, "425a68"),
          magic(XZ, 0, "fd377a585a00"),
          magic(ZSTD, 0, "28b52ffd"),
          magic(CABINET, 0, "4d534346"),
          magic(ACE, 7, "2a2a4143452a2a"),
          magic(ARJ, 0, "60ea"),
          magic(TNEF, 0, "789f3e22"),
          magic(COMPOUND, 0, "d0cf11e0a1b11ae1"),
          magic(RTF, 0, "7b5c727466"),
          magic(RTF, 0, "7b5c7274"), // Word takes it without the f, and so do those who hide it
          magic(JPEG, 0, "ffd8ff"),
          magic(PNG, 0, "89504e470d0a1a0a"),
          magic(GIF, 0, "47494638"));

  private final Kind kind;
  private final String text;
  private final String endings; // each between blanks

  FileType(Kind kind, String text, String endings) {
    this.kind = kind;
    this.text = text;
    this.endings = " " + endings + " ";
  }

  private static Magic magic(FileType type, int at, String hex) {
    return new Magic(type, at, HexFormat.of().parseHex(hex));
  }

  Kind kind() {
    return kind;
  }

  /** In words, such as {@code a zip archive}. */
  String text() {
    return text;
  }

  /** The type of a file that begins so. */
  static FileType of(byte[] head) {
    if (head.length == 0) {
      return UNKNOWN;
    }
    for (Magic magic : MAGIC) {
      if (isAt(head, magic.at(), magic.octets())) {
        return magic.type();
      }
    }
    if (isWindowsProgram(head)) {
      return WINDOWS_PROGRAM;
    }
    if (isAt(head, 0, new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE})) {
      // Java's major version is above 44; a fat binary of macOS has few architectures there.
      return head.length > 7 && (head[7] & 0xFF) >= 44 ? JAVA_CLASS : MACH_O_PROGRAM;
    }
    if (isAt(head, ISO_MARK_AT, "CD001".getBytes(StandardCharsets.US_ASCII))) {
      return ISO_IMAGE;
    }
    if (head.length > 6 && head[2] == '-' && head[3] == 'l' && head[6] == '-') {
      return LZH;
    }
    return ofText(head);
  }

  private static boolean isAt(byte[] octets, int at, byte[] mark) {
    return octets.length >= at + mark.length
        && Arrays.equals(octets, at, at + mark.length, mark, 0, mark.length);
  }

  /** {@code MZ}, and a header that is no text: so may a letter begin. */
  private static boolean isWindowsProgram(byte[] head) {
    boolean mark =
        head.length > 1 && (head[0] == 'M' && head[1] == 'Z' || head[0] == 'Z' && head[1] == 'M');
    return mark && !isText(head);
  }

  private static FileType ofText(byte[] head) {
    String start = new String(head, 0, Math.min(head.length, 1_024), StandardCharsets.ISO_8859_1);
    // Readers of PDF look for the mark in the first 1024 octets.
    if (start.contains("%PDF-")) {
      return PDF;
    }
    if (start.startsWith("#!")) {
      return SCRIPT;
    }
    String lower = withoutMark(head, start).toLowerCase(Locale.ROOT).stripLeading();
    if (lower.startsWith("<svg") || lower.startsWith("<?xml") && lower.contains("<svg")) {
      return SVG;
    }
    if (lower.startsWith("<!doctype html")
        || lower.startsWith("<html")
        || lower.startsWith("<script")
        || lower.startsWith("<head")
        || lower.startsWith("<body")
        || lower.startsWith("<") && lower.contains("<html")) {
      return HTML;
    }
    return isText(head) ? TEXT : UNKNOWN;
  }

  /** Text of UTF-16 as well as such as begins with the mark of UTF-8. */
  private static String withoutMark(byte[] head, String start) {
    if (head.length > 1 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xFE) {
      return new String(head, 2, Math.min(head.length - 2, 2_048), StandardCharsets.UTF_16LE);
    }
    return start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start;
  }

  /** Text has no controls but a few; UTF-16 says that it is. */
  private static boolean isText(byte[] head) {
    if (head.length > 1 && ((head[0] & 0xFF) << 8 | head[1] & 0xFF) >= 0xFEFF) {
      return (head[0] & 0xFF) == 0xFE || (head[1] & 0xFF) == 0xFE;
    }
    for (byte c : head) {
      if (c >= 0 && c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 27) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file of this type under this ending is something else than it seems. */
  boolean contradicts(String ending) {
    if (this == UNKNOWN || !PROMISING.contains(ending)) {
      return false;
    }
    if (this == TEXT || kind == Kind.TEXT) {
      return Set.of("jpg", "jpeg", "png", "gif", "zip", "docx", "xlsx", "pptx").contains(ending);
    }
    // Office opens rich text, pages and each other's documents under any of its names.
    boolean office = Set.of("doc", "xls", "ppt", "rtf").contains(ending);
    if (office && (kind == Kind.DOCUMENT || this == ZIP)
        || Set.of("docx", "xlsx", "pptx").contains(ending) && this == COMPOUND
        || Set.of("txt", "csv").contains(ending) && this == HTML) {
      return false;
    }
    // A picture under another picture's name is a slip, as phones and mail programs make.
    if (kind == Kind.PICTURE
        && Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp").contains(ending)) {
      return false;
    }
    return !endings.contains(" " + ending + " ");
  }
}
