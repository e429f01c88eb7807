package mailroad.transfer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.syntax.ModifiedUtf7;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;

/**
 * What the names of files and folders say in Maildir, Maildir++ and Dovecot's keywords.
 *
 * <p>A file's name ends in {@code :2,} and letters; small ones are keywords that a file {@code dovecot-keywords} names.
 * Folders of Maildir++ begin with a dot, have dots between levels, and are written in modified UTF-7.
 */
public final class MaildirNames {
  /** Files that we have written have the octets of their messages as they were. */
  public static final String OURS = ".mailroad,";

  /** As many keywords can be told apart. */
  public static final int KEYWORDS_MAX = 26;

  private static final Map<Character, Flag> LETTERS =
      Map.of(
          'D',
          Flag.DRAFT,
          'F',
          Flag.FLAGGED,
          'R',
          Flag.ANSWERED,
          'S',
          Flag.SEEN,
          'T',
          Flag.DELETED);

  private MaildirNames() {}

  /**
   * The flags of a file.
   *
   * @param keywords what small letters stand for, from {@code a} on
   */
  public static Flags flags(String fileName, List<String> keywords) {
    int info = fileName.lastIndexOf(":2,");
    Set<Flag> system = EnumSet.noneOf(Flag.class);
    List<String> words = new ArrayList<>();
    for (int i = info < 0 ? fileName.length() : info + 3; i < fileName.length(); i++) {
      char letter = fileName.charAt(i);
      Flag flag = LETTERS.get(letter);
      int index = letter - 'a';
      if (flag != null) {
        system.add(flag);
      } else if (index >= 0 && index < keywords.size() && Flags.isKeyword(keywords.get(index))) {
        words.add(keywords.get(index));
      }
    }
    return Flags.of(system, words);
  }

  /** What a file's name ends in; keywords that are new are added, as far as there are letters. */
  public static String info(Flags flags, List<String> keywords) {
    StringBuilder letters = new StringBuilder();
    for (char letter : new char[] {'D', 'F', 'R', 'S', 'T'}) {
      if (flags.has(LETTERS.getOrDefault(letter, Flag.SEEN))) {
        letters.append(letter);
      }
    }
    for (String word : flags.keywords()) {
      if (!keywords.contains(word) && keywords.size() < KEYWORDS_MAX) {
        keywords.add(word);
      }
    }
    for (int i = 0; i < keywords.size(); i++) {
      if (flags.has(keywords.get(i))) {
        letters.append((char) ('a' + i));
      }
    }
    return ":2," + letters;
  }

  /** Reads {@code dovecot-keywords}: a number and a word on each line. */
  public static List<String> keywords(List<String> lines) {
    List<String> keywords = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().split(" ", 2);
      if (words.length == 2 && words[0].matches("\\d{1,2}")) {
        int index = Integer.parseInt(words[0]);
        while (index < KEYWORDS_MAX && keywords.size() <= index) {
          keywords.add("");
        }
        if (index < KEYWORDS_MAX) {
          keywords.set(index, words[1]);
        }
      }
    }
    return keywords;
  }

  /** The folder of a mailbox beside INBOX in Maildir++; empty for INBOX itself, which is the folder around it. */
  public static String folder(MailboxName name) {
    if (name.isInbox()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (String level : name.levels()) {
      out.append('.').append(ModifiedUtf7.encode(level).replace(".", "&AC4-"));
    }
    return out.toString();
  }

  /** The mailbox of a folder of Maildir++; empty if no mailbox can have the name. */
  public static Optional<MailboxName> mailbox(String folder) {
    List<String> levels = new ArrayList<>();
    for (String level : folder.substring(1).split("\\.", -1)) {
      Optional<String> text = decode(level);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      levels.add(text.get());
    }
    return MailboxName.parse(String.join("/", levels));
  }

  /** Modified UTF-7, but for dots, which it would not code; what is none is taken as it is. */
  private static Optional<String> decode(String level) {
    String[] parts = level.split("&AC4-", -1);
    List<String> out = new ArrayList<>();
    for (String part : parts) {
      out.add(ModifiedUtf7.decode(part).orElse(part));
    }
    String text = String.join(".", out);
    return text.isEmpty() || text.contains("/") ? Optional.empty() : Optional.of(text);
  }
}
