; Debug info that names a file that isn't there, and positions that no file has: no mutants, and no crash.
;
; RUN: %instrument %s -o - 2>/dev/null | FileCheck --implicit-check-not=.twin %s
; CHECK: define i32 @f(
define i32 @f(i32 %a, i32 %b) !dbg !4 {
  %c = add i32 %a, %b, !dbg !7
  ret i32 %c, !dbg !8
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "isn't there.c", directory: "/nowhere")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !{i32 7, !"Dwarf Version", i32 5}
!4 = distinct !DISubprogram(name: "f", file: !1, line: 4294967295, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DISubroutineType(types: !6)
!6 = !{null}
!7 = !DILocation(line: 4294967295, column: 65535, scope: !4)
!8 = !DILocation(line: 0, column: 0, scope: !4)
