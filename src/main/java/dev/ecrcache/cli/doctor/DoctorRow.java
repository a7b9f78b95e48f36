package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.JsonWriter;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One finding for scripts. Absent parts are null.
 *
 * @param account the stack, or the id of the account
 * @param level {@code error}, {@code warning}, {@code not asked}, {@code note} or {@code fine}
 * @param resources names that {@code where} stands for
 */
record DoctorRow(
    String account,
    String accountId,
    String region,
    String topic,
    String level,
    String where,
    String what,
    String why,
    String mend,
    List<String> resources) {
  static void write(List<Examination> examinations, OutputStream out) throws IOException {
    var writer = new JsonWriter<DoctorRow>(out);
    for (var examination : examinations) {
      for (var finding : examination.findings()) {
        writer.write(of(examination, finding));
      }
    }
    writer.end();
  }

  private static DoctorRow of(Examination examination, Finding finding) {
    return new DoctorRow(
        examination.account(),
        orNull(examination.accountId()),
        orNull(examination.region()),
        finding.topic().title(),
        finding.level().word(),
        finding.where(),
        finding.what(),
        orNull(finding.why()),
        orNull(finding.mend()),
        finding.resources());
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
