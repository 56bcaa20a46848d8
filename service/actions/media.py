"""Media types of the files an office keeps."""

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"
PNG_TYPE = "image/png"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_TYPE = "application/zip"
CERTIFICATE_TYPE = "application/pkix-cert"
REVOCATION_LIST_TYPE = "application/pkix-crl"
