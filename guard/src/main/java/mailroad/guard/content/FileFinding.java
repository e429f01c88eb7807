package mailroad.guard.content;

import java.util.Locale;

/** What may be found about a file. */
enum FileFinding {
  /** It is a program. */
  PROGRAM("has a program in it"),
  /** Its name would start something. */
  PROGRAM_NAME("has a file that starts something when it is opened"),
  /** It carries other files past the defences of who opens it. */
  CONTAINER("has a file of a kind that is used to slip programs past virus scanners"),
  /** Its name hides what it is. */
  DECEPTIVE_NAME("has a file whose name hides what it is"),
  /** It is something else than its name says. */
  DISGUISED_FILE("has a file that is something else than its name says"),
  /** An office document with macros. */
  MACROS("has a document that can run commands (macros)"),
  /** A document that does something by itself. */
  ACTIVE_DOCUMENT("has a document that does something when it is opened"),
  /** It needs a password. */
  ENCRYPTED_FILE("has a file that cannot be checked, since it needs a password"),
  /** An archive that nobody can look into. */
  UNREADABLE_ARCHIVE("has an archive that cannot be checked whole"),
  /** An archive made to do harm by its size or its form. */
  ARCHIVE_BOMB("has an archive that is made to harm whoever unpacks it");

  private final String text;

  FileFinding(String text) {
    this.text = text;
  }

  /** Its name as evidence. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it says of the message. */
  String text() {
    return text;
  }
}
