package mailroad.guard.content;

import java.util.stream.DoubleStream;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Why;

/**
 * How much each finding about files weighs; what is quarantined or refused by rule is so whatever it weighs.
 *
 * @param program a file is a program
 * @param programName the name of a file would start something
 * @param container a file carries others past the recipient's defences
 * @param deceptiveName the name of a file hides what it is
 * @param disguisedFile a file is something else than its name says
 * @param macros a document has macros, or loads a template from elsewhere
 * @param activeDocument a document does something when it is opened
 * @param encryptedFile a file needs a password
 * @param unreadableArchive an archive cannot be looked into whole
 * @param archiveBomb an archive would harm whoever unpacks it
 */
public record FileScores(
    double program,
    double programName,
    double container,
    double deceptiveName,
    double disguisedFile,
    double macros,
    double activeDocument,
    double encryptedFile,
    double unreadableArchive,
    double archiveBomb) {
  /** As built in. */
  public static final FileScores DEFAULT =
      new FileScores(6.0, 6.0, 3.0, 4.0, 3.0, 2.5, 2.0, 1.5, 0.5, 5.0);

  /** All are numbers. */
  public FileScores {
    if (!DoubleStream.of(
            program,
            programName,
            container,
            deceptiveName,
            disguisedFile,
            macros,
            activeDocument,
            encryptedFile,
            unreadableArchive,
            archiveBomb)
        .allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("scores must be numbers");
    }
  }

  double of(FileFinding finding) {
    return switch (finding) {
      case PROGRAM -> program;
      case PROGRAM_NAME -> programName;
      case CONTAINER -> container;
      case DECEPTIVE_NAME -> deceptiveName;
      case DISGUISED_FILE -> disguisedFile;
      case MACROS -> macros;
      case ACTIVE_DOCUMENT -> activeDocument;
      case ENCRYPTED_FILE -> encryptedFile;
      case UNREADABLE_ARCHIVE -> unreadableArchive;
      case ARCHIVE_BOMB -> archiveBomb;
    };
  }

  Evidence evidence(FileFinding finding, Why why) {
    return new Evidence(finding.label(), of(finding), why);
  }
}
