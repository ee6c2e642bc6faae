; A module without debug info gets no mutants, and no error.
;
; RUN: %instrument %s -o - | FileCheck --implicit-check-not=.twin %s
; CHECK: define i32 @f(
define i32 @f(i32 %a, i32 %b) {
  %c = add i32 %a, %b
  ret i32 %c
}
