package org.ladibridge.console;

import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.intake.LearnedSource;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.hook.Learning;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code /api/learn/{name}}: an address is opened, what comes there is looked at, and a source is made of it. */
@Path("/api/learn/{name}")
class LearnResource {
    private final Learning learning;

    LearnResource(Learning learning) {
        this.learning = learning;
    }

    /** @param secret of the sender, as it shows it; may be absent */
    @RegisterForReflection
    public record Known(String secret) {
    }

    /** What was taken in. */
    @RegisterForReflection
    public record Taken(int taken) {
    }

    @POST
    public Response open(@PathParam("name") String name) {
        if (!LearnedSource.isName(name)) {
            throw Problem.badRequest(
                    "«" + name + "» cannot be the name of a source; take lower-case letters, digits and single hyphens",
                    "«" + name + "» không dùng làm tên nguồn được; hãy dùng chữ thường, số và dấu gạch ngang");
        }
        try {
            return Response.ok(learning.open(name)).build();
        } catch (IllegalStateException e) {
            return Problem.response(Response.Status.CONFLICT, e.getMessage(), "đang mở quá nhiều địa chỉ học; hãy đóng bớt");
        }
    }

    @GET
    public Response look(@PathParam("name") String name) {
        return learning.find(name).map(open -> Response.ok(open).build()).orElseGet(() -> notOpen(name));
    }

    @DELETE
    public Response close(@PathParam("name") String name) {
        return learning.close(name) ? Response.ok(new Taken(0)).build() : notOpen(name);
    }

    /** Says how the deliveries are signed, and what a source of them would be. */
    @POST
    @Path("proposal")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response propose(@PathParam("name") String name, Known known) {
        Optional<UnreadableException> refusal = Learning.refusal(known == null || known.secret() == null ? "" : known.secret());
        if (refusal.isPresent()) {
            throw Problem.badRequest(refusal.get().getMessage(), refusal.get().vi());
        }
        try {
            Optional<Learning.Learned> learned = learning.learn(name,
                    known == null || known.secret() == null ? "" : known.secret());
            return learned.map(found -> Response.ok(found).build()).orElseGet(() -> Problem.response(Response.Status.CONFLICT,
                    "nothing has come to learn from yet; let the sender send a test delivery to the address",
                    "chưa có dữ liệu nào để học; hãy cho bên gửi gửi thử đến địa chỉ này"));
        } catch (UnreadableException e) {
            return Problem.response(Response.Status.BAD_REQUEST, e.getMessage(), e.vi());
        }
    }

    /** Keeps the secret until the bridge stops. */
    @POST
    @Path("secret")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response keep(@PathParam("name") String name, Known known) {
        if (known == null || known.secret() == null || known.secret().isBlank()) {
            throw Problem.badRequest("send {\"secret\":\"…\"}", "hãy gửi {\"secret\":\"…\"}");
        }
        if (learning.find(name).isEmpty()) {
            return notOpen(name);
        }
        learning.keep(name, known.secret());
        return Response.ok(new Taken(0)).build();
    }

    /** Takes the deliveries in as the source's own. */
    @POST
    @Path("take")
    public Response take(@PathParam("name") String name) {
        return learning.takeIn(name).map(taken -> Response.ok(new Taken(taken)).build())
                .orElseGet(() -> Problem.response(Response.Status.CONFLICT, "the source «" + name + "» does not run yet",
                        "nguồn «" + name + "» chưa hoạt động"));
    }

    private static Response notOpen(String name) {
        return Problem.response(Response.Status.NOT_FOUND,
                "no address is open to learn «" + name + "»; it closes after an hour",
                "không có địa chỉ nào đang mở để học «" + name + "»; địa chỉ tự đóng sau một giờ");
    }
}
