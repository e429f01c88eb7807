package mailroad.guard.content;

import java.util.List;

/**
 * What files may come in, by what they really are.
 *
 * @param enabled whether files are looked at
 * @param submitted whether those of our own users are looked at too
 * @param programs what becomes of programs for any machine: Windows, Linux, macOS, Java, WebAssembly
 * @param programNames what becomes of files whose name would start something, whatever they hold
 * @param containers what becomes of files that carry others past the recipient's defences: disk images, shortcuts,
 *     notebooks with files in them
 * @param deceptiveNames what becomes of names that hide what they are: two endings, a turn of direction, many blanks
 * @param disguises what becomes of files that are something else than their name says
 * @param macros what becomes of office documents with macros or with a template that lies elsewhere
 * @param activeDocuments what becomes of HTML files with scripts, and of PDF and RTF files that run or start something
 * @param encrypted what becomes of archives and documents that need a password
 * @param unreadable what becomes of archives that cannot be looked into, or not whole
 * @param bombs what becomes of archives that would become far larger than they are, or are made to be read two ways
 * @param executableEndings endings of names that start something
 * @param refusal what a refused client is told
 * @param archives how far archives are looked into
 * @param scores how much each finding weighs
 */
public record ContentConfig(
    boolean enabled,
    boolean submitted,
    Rule programs,
    Rule programNames,
    Rule containers,
    Rule deceptiveNames,
    Rule disguises,
    Rule macros,
    Rule activeDocuments,
    Rule encrypted,
    Rule unreadable,
    Rule bombs,
    List<String> executableEndings,
    String refusal,
    ArchiveConfig archives,
    FileScores scores) {
  /** What becomes of a message that has such a file. */
  public enum Rule {
    /** Nothing: it is not even mentioned. */
    IGNORE,
    /** It is evidence. */
    MARK,
    /** It is kept out of every mailbox. */
    QUARANTINE,
    /** It is refused. */
    REFUSE
  }

  /** Endings that Windows, macOS or a desktop of Linux start at a click, and those of scripts for them. */
  private static final List<String> ENDINGS =
      List.of(
          "ade",
          "adp",
          "app",
          "appinstaller",
          "application",
          "appref-ms",
          "appx",
          "appxbundle",
          "bas",
          "bat",
          "cmd",
          "com",
          "command",
          "cpl",
          "crt",
          "desktop",
          "dll",
          "exe",
          "gadget",
          "hta",
          "hlp",
          "inf",
          "ins",
          "isp",
          "jar",
          "jnlp",
          "js",
          "jse",
          "lib",
          "library-ms",
          "lnk",
          "mde",
          "msc",
          "msi",
          "msix",
          "msixbundle",
          "msp",
          "mst",
          "nsh",
          "osd",
          "pif",
          "pkg",
          "ps1",
          "ps1xml",
          "ps2",
          "psc1",
          "psc2",
          "psd1",
          "psm1",
          "reg",
          "scf",
          "scpt",
          "scr",
          "sct",
          "search-ms",
          "settingcontent-ms",
          "shb",
          "shs",
          "sys",
          "terminal",
          "url",
          "vb",
          "vbe",
          "vbs",
          "vbscript",
          "vxd",
          "website",
          "workflow",
          "wsb",
          "wsc",
          "wsf",
          "wsh",
          "xbap",
          "xll");

  /** What can start by itself is held; what only may is evidence. */
  public static final ContentConfig DEFAULT =
      new ContentConfig(
          true,
          true,
          Rule.QUARANTINE,
          Rule.QUARANTINE,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          Rule.MARK,
          ENDINGS,
          "Files like this are not taken here",
          ArchiveConfig.DEFAULT,
          FileScores.DEFAULT);

  /** Endings are without dots. */
  public ContentConfig {
    executableEndings = List.copyOf(executableEndings);
    for (String ending : executableEndings) {
      if (!ending.matches("[a-z0-9-]{1,20}")) {
        throw new IllegalArgumentException(
            "executable-endings: \"%s\" is no ending in lower case, without its dot"
                .formatted(ending));
      }
    }
    if (!refusal.matches("[ -~]{1,200}")) {
      throw new IllegalArgumentException("refusal must be 1 to 200 characters of ASCII");
    }
  }

  Rule rule(FileFinding finding) {
    return switch (finding) {
      case PROGRAM -> programs;
      case PROGRAM_NAME -> programNames;
      case CONTAINER -> containers;
      case DECEPTIVE_NAME -> deceptiveNames;
      case DISGUISED_FILE -> disguises;
      case MACROS -> macros;
      case ACTIVE_DOCUMENT -> activeDocuments;
      case ENCRYPTED_FILE -> encrypted;
      case UNREADABLE_ARCHIVE -> unreadable;
      case ARCHIVE_BOMB -> bombs;
    };
  }
}
