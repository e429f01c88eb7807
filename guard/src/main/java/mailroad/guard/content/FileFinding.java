package mailroad.guard.content;

import mailroad.guard.verdict.Scores;

/** What may be found about a file. */
enum FileFinding implements Scores.Kind {
  /** It is a program. */
  PROGRAM(6, "has a program in it"),
  /** Its name would start something. */
  PROGRAM_NAME(6, "has a file that starts something when it is opened"),
  /** It carries other files past the defences of who opens it. */
  CONTAINER(3, "has a file of a kind that is used to slip programs past virus scanners"),
  /** Its name hides what it is. */
  DECEPTIVE_NAME(4, "has a file whose name hides what it is"),
  /** It is something else than its name says. */
  DISGUISED_FILE(3, "has a file that is something else than its name says"),
  /** An office document with macros. */
  MACROS(2.5, "has a document that can run commands (macros)"),
  /** A document that does something by itself. */
  ACTIVE_DOCUMENT(2, "has a document that does something when it is opened"),
  /** It needs a password. */
  ENCRYPTED_FILE(1.5, "has a file that cannot be checked, since it needs a password"),
  /** An archive that nobody can look into. */
  UNREADABLE_ARCHIVE(0.5, "has an archive that cannot be checked whole"),
  /** An archive made to do harm by its size or its form. */
  ARCHIVE_BOMB(5, "has an archive that is made to harm whoever unpacks it");

  private final double standard;
  private final String text;

  FileFinding(double standard, String text) {
    this.standard = standard;
    this.text = text;
  }

  @Override
  public double standard() {
    return standard;
  }

  /** What it says of the message. */
  String text() {
    return text;
  }
}
